namespace Siltstone.Values;

/// <summary>
/// The total order of values, in which sorts, indexes and merges agree: null comes before everything else, numbers are
/// ordered by amount, texts by their UTF-16 code units, and false before true.
/// </summary>
internal sealed class SqlComparer : IComparer<SqlValue>
{
    public static SqlComparer Instance { get; } = new();

    private SqlComparer()
    {
    }

    public int Compare(SqlValue x, SqlValue y)
    {
        if (x.IsNull || y.IsNull)
        {
            return (x.IsNull ? 0 : 1) - (y.IsNull ? 0 : 1);
        }

        if (x.Type != y.Type && SqlTypes.IsNumeric(x.Type) && SqlTypes.IsNumeric(y.Type))
        {
            return x.AsDecimal().CompareTo(y.AsDecimal());
        }

        if (x.Type != y.Type)
        {
            throw new SqlException(
                SqlErrorKind.TypeMismatch,
                $"{SqlTypes.NameOf(x.Type)} and {SqlTypes.NameOf(y.Type)} cannot be compared.");
        }

        return x.Type switch
        {
            SqlType.Boolean => x.AsBoolean().CompareTo(y.AsBoolean()),
            SqlType.Integer => x.AsInteger().CompareTo(y.AsInteger()),
            SqlType.Decimal => x.AsDecimal().CompareTo(y.AsDecimal()),
            SqlType.Date => x.AsDate().CompareTo(y.AsDate()),
            _ => string.CompareOrdinal(x.AsText(), y.AsText()),
        };
    }

    /// <summary>The language's equality: unknown as soon as one side is null.</summary>
    public static Truth AreEqual(SqlValue x, SqlValue y) =>
        x.IsNull || y.IsNull ? Truth.Unknown : Instance.Compare(x, y) == 0 ? Truth.True : Truth.False;
}
