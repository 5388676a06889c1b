using Siltstone.Expressions;
using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>What the joins have in common: a row of the left side followed by a row of the right.</summary>
internal abstract class JoinNode(PlanNode left, PlanNode right) : PlanNode
{
    protected PlanNode Left { get; } = left;

    protected PlanNode Right { get; } = right;

    public override IReadOnlyList<PlanNode> Inputs => [Left, Right];

    public override int Width => Left.Width + Right.Width;

    /// <summary>All joins go through the left rows one after the other, so their order stays.</summary>
    public override int? OrderedBy => Left.OrderedBy;

    protected static SqlValue[] Concatenate(SqlValue[] left, SqlValue[] right) => [.. left, .. right];

    protected SqlValue[] WithoutPartner(SqlValue[] left) => [.. left, .. new SqlValue[Right.Width]];

    protected static bool AreTrue(IReadOnlyList<Expression> conditions, SqlValue[] row) =>
        conditions.All(c => c.Test(row) == Truth.True);
}

/// <summary>Compares each row of one side with each of the other.</summary>
internal sealed class NestedLoopJoin(
    PlanNode left, PlanNode right, IReadOnlyList<Expression> conditions, bool isOuter) : JoinNode(left, right)
{
    public override IEnumerable<SqlValue[]> Execute()
    {
        List<SqlValue[]> inner = [.. Right.Execute()];
        foreach (SqlValue[] row in Left.Execute())
        {
            bool found = false;
            foreach (SqlValue[] partner in inner)
            {
                SqlValue[] joined = Concatenate(row, partner);
                if (AreTrue(conditions, joined))
                {
                    found = true;
                    yield return joined;
                }
            }

            if (isOuter && !found)
            {
                yield return WithoutPartner(row);
            }
        }
    }

    public override string Describe() =>
        $"Nested loop {(isOuter ? "left " : "")}join on "
        + (conditions.Count == 0 ? "nothing" : string.Join(" AND ", conditions));
}

/// <summary>Puts the right side into a hash table and looks up the rows of the left.</summary>
internal sealed class HashJoin(
    PlanNode left,
    PlanNode right,
    IReadOnlyList<int> leftKeys,
    IReadOnlyList<int> rightKeys,
    IReadOnlyList<Expression> conditions,
    bool isOuter) : JoinNode(left, right)
{
    public override IEnumerable<SqlValue[]> Execute()
    {
        var partners = new Dictionary<RowKey, List<SqlValue[]>>();
        foreach (SqlValue[] row in Right.Execute())
        {
            RowKey key = RowKey.From(row, rightKeys);
            if (key.HasNull)
            {
                continue;
            }

            if (!partners.TryGetValue(key, out List<SqlValue[]>? rows))
            {
                partners.Add(key, rows = []);
            }

            rows.Add(row);
        }

        foreach (SqlValue[] row in Left.Execute())
        {
            RowKey key = RowKey.From(row, leftKeys);
            bool found = false;
            if (!key.HasNull && partners.TryGetValue(key, out List<SqlValue[]>? rows))
            {
                foreach (SqlValue[] partner in rows)
                {
                    SqlValue[] joined = Concatenate(row, partner);
                    if (AreTrue(conditions, joined))
                    {
                        found = true;
                        yield return joined;
                    }
                }
            }

            if (isOuter && !found)
            {
                yield return WithoutPartner(row);
            }
        }
    }

    public override string Describe()
    {
        IEnumerable<string> keys = leftKeys.Zip(rightKeys, (l, r) => $"#{l} = #{r + Left.Width}");
        return $"Hash {(isOuter ? "left " : "")}join on {string.Join(" AND ", keys.Concat(conditions.Select(c => c.ToString())))}";
    }
}

/// <summary>Goes through both sides at once, which must be ordered by the keys.</summary>
internal sealed class MergeJoin(PlanNode left, PlanNode right, int leftKey, int rightKey) : JoinNode(left, right)
{
    public override IEnumerable<SqlValue[]> Execute()
    {
        using IEnumerator<SqlValue[]> rights = Right.Execute().GetEnumerator();
        bool hasRight = rights.MoveNext();

        // The rows of the right side that have the key of the group; left rows with the same key use them again.
        var group = new List<SqlValue[]>();
        SqlValue groupKey = SqlValue.Null;
        foreach (SqlValue[] row in Left.Execute())
        {
            SqlValue key = row[leftKey];
            if (key.IsNull)
            {
                continue;
            }

            if (group.Count == 0 || key != groupKey)
            {
                group.Clear();
                while (hasRight && SqlComparer.Instance.Compare(rights.Current[rightKey], key) < 0)
                {
                    hasRight = rights.MoveNext();
                }

                while (hasRight && rights.Current[rightKey] == key)
                {
                    group.Add(rights.Current);
                    hasRight = rights.MoveNext();
                }

                groupKey = key;
            }

            foreach (SqlValue[] partner in group)
            {
                yield return Concatenate(row, partner);
            }
        }
    }

    public override string Describe() => $"Merge join on #{leftKey} = #{rightKey + Left.Width}";
}

/// <summary>Several values as one key of a hash table. Nulls are equal to each other here.</summary>
internal readonly struct RowKey(SqlValue[] values) : IEquatable<RowKey>
{
    private readonly SqlValue[] _values = values;

    public bool HasNull => Array.Exists(_values, v => v.IsNull);

    public static RowKey From(SqlValue[] row, IReadOnlyList<int> slots) => new([.. slots.Select(s => row[s])]);

    public bool Equals(RowKey other) => _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (SqlValue value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
