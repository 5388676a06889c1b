using Siltstone.Binding;
using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>Orders rows by the keys of an ORDER BY.</summary>
internal sealed class RowComparer(IReadOnlyList<BoundOrder> keys) : IComparer<SqlValue[]>
{
    public int Compare(SqlValue[]? x, SqlValue[]? y)
    {
        foreach (BoundOrder key in keys)
        {
            int order = SqlComparer.Instance.Compare(key.Expression.Evaluate(x!), key.Expression.Evaluate(y!));
            if (order != 0)
            {
                return key.IsDescending ? -order : order;
            }
        }

        return 0;
    }
}

/// <summary>Sorts all rows; those with equal keys stay in their order.</summary>
internal sealed class Sort(PlanNode input, IReadOnlyList<BoundOrder> keys) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => input.Width;

    public override IEnumerable<SqlValue[]> Execute() => input.Execute().Order(new RowComparer(keys));

    public override string Describe() =>
        "Sort by " + string.Join(", ", keys.Select(k => k.Expression + (k.IsDescending ? " DESC" : "")));
}

/// <summary>
/// Finds the first rows of a sort without sorting all of them: only as many are kept as can still be in the result.
/// </summary>
internal sealed class TopRows(PlanNode input, IReadOnlyList<BoundOrder> keys, int count, int offset) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => input.Width;

    public override IEnumerable<SqlValue[]> Execute()
    {
        var comparer = new RowComparer(keys);
        long capacity = (long)count + offset;
        var kept = new List<SqlValue[]>();
        if (count == 0)
        {
            return kept;
        }

        foreach (SqlValue[] row in input.Execute())
        {
            if (kept.Count >= capacity && comparer.Compare(row, kept[^1]) >= 0)
            {
                continue;
            }

            kept.Insert(PositionAfterEquals(kept, row, comparer), row);
            if (kept.Count > capacity)
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return kept.Skip(offset);
    }

    public override string Describe() =>
        $"Top {count} offset {offset} by "
        + string.Join(", ", keys.Select(k => k.Expression + (k.IsDescending ? " DESC" : "")));

    private static int PositionAfterEquals(List<SqlValue[]> rows, SqlValue[] row, RowComparer comparer)
    {
        int low = 0;
        int high = rows.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (comparer.Compare(rows[middle], row) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
