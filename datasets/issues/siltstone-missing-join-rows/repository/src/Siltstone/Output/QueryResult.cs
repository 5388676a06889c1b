using Siltstone.Values;

namespace Siltstone.Output;

/// <summary>What a statement gave: rows for a query, and otherwise the number of rows that were changed.</summary>
public sealed class QueryResult
{
    internal QueryResult(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<SqlValue>> rows, int affectedRows = 0)
    {
        Columns = columns;
        Rows = rows;
        AffectedRows = affectedRows;
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<IReadOnlyList<SqlValue>> Rows { get; }

    public int AffectedRows { get; }

    /// <summary>The only value of a result with one row and one column.</summary>
    public SqlValue Scalar() => Rows is [[var value]]
        ? value
        : throw new InvalidOperationException("The result is not a single value.");

    internal static QueryResult Affected(int rows) => new([], [], rows);
}
