namespace Siltstone.Values;

/// <summary>The outcome of a condition. The order of the members is what makes the connectives simple.</summary>
internal enum Truth
{
    False = 0,
    Unknown = 1,
    True = 2,
}

/// <summary>Three-valued logic.</summary>
internal static class TruthLogic
{
    public static Truth And(Truth left, Truth right) => left < right ? left : right;

    public static Truth Or(Truth left, Truth right) => left > right ? left : right;

    public static Truth Not(Truth operand) => Truth.True - (int)operand;

    public static Truth FromBoolean(bool value) => value ? Truth.True : Truth.False;

    /// <summary>Reads a boolean value, where null stands for unknown.</summary>
    public static Truth FromValue(SqlValue value) => value.IsNull ? Truth.Unknown : FromBoolean(value.AsBoolean());

    public static SqlValue ToValue(Truth truth) => truth switch
    {
        Truth.True => SqlValue.True,
        Truth.False => SqlValue.False,
        _ => SqlValue.Null,
    };
}
