using System.Diagnostics.CodeAnalysis;
using Siltstone.Values;

namespace Siltstone.Storage;

/// <summary>
/// The rows of a table by row number. Numbers are given out in ascending order and never used again, so that a row
/// which a rollback brings back stands where it stood before.
/// </summary>
internal sealed class RowHeap
{
    private readonly SortedDictionary<long, SqlValue[]> _rows = [];
    private long _next = 1;

    public int Count => _rows.Count;

    /// <summary>The rows in the order of their numbers.</summary>
    public IEnumerable<KeyValuePair<long, SqlValue[]>> Rows => _rows;

    public long Add(SqlValue[] row)
    {
        long number = _next++;
        _rows.Add(number, row);
        return number;
    }

    public SqlValue[] Get(long number) => _rows[number];

    public bool TryGet(long number, [NotNullWhen(true)] out SqlValue[]? row) => _rows.TryGetValue(number, out row);

    /// <summary>Puts a row under a number that was given out before.</summary>
    public void Put(long number, SqlValue[] row)
    {
        if (number >= _next)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "This row number was never given out.");
        }

        _rows[number] = row;
    }

    public bool Remove(long number) => _rows.Remove(number);
}
