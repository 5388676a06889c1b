namespace Siltstone.Values;

/// <summary>The types of values that the engine knows.</summary>
public enum SqlType
{
    /// <summary>The type of a bare <c>NULL</c>, which fits everywhere.</summary>
    Unknown,
    Boolean,
    Integer,
    Decimal,
    Text,
    Date,
}

/// <summary>The rules of the type system.</summary>
internal static class SqlTypes
{
    private static readonly Dictionary<string, SqlType> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BOOLEAN"] = SqlType.Boolean,
        ["BOOL"] = SqlType.Boolean,
        ["INTEGER"] = SqlType.Integer,
        ["INT"] = SqlType.Integer,
        ["BIGINT"] = SqlType.Integer,
        ["DECIMAL"] = SqlType.Decimal,
        ["NUMERIC"] = SqlType.Decimal,
        ["TEXT"] = SqlType.Text,
        ["VARCHAR"] = SqlType.Text,
        ["DATE"] = SqlType.Date,
    };

    public static bool TryParse(string name, out SqlType type) => Names.TryGetValue(name, out type);

    public static bool IsNumeric(SqlType type) => type is SqlType.Integer or SqlType.Decimal;

    /// <summary>The type to which values of both types can be brought without loss, or null when there is none.</summary>
    public static SqlType? Common(SqlType left, SqlType right)
    {
        if (left == right || right == SqlType.Unknown)
        {
            return left;
        }

        if (left == SqlType.Unknown)
        {
            return right;
        }

        return IsNumeric(left) && IsNumeric(right) ? SqlType.Decimal : null;
    }

    /// <summary>Whether values of the two types can be compared with each other.</summary>
    public static bool AreComparable(SqlType left, SqlType right) => Common(left, right) is not null;

    /// <summary>Whether a value of type <paramref name="from"/> may be stored in a column of type <paramref name="to"/>.</summary>
    /// <remarks>A text may stand for a date, since the language has no literal of its own for undecorated dates.</remarks>
    public static bool IsAssignable(SqlType from, SqlType to) =>
        Common(from, to) == to
        || (IsNumeric(from) && IsNumeric(to))
        || (from == SqlType.Text && to == SqlType.Date);

    public static string NameOf(SqlType type) => type switch
    {
        SqlType.Unknown => "NULL",
        SqlType.Boolean => "BOOLEAN",
        SqlType.Integer => "INTEGER",
        SqlType.Decimal => "DECIMAL",
        SqlType.Text => "TEXT",
        SqlType.Date => "DATE",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
