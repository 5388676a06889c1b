using Siltstone.Binding;
using Siltstone.Execution;
using Siltstone.Expressions;
using Siltstone.Sql;

namespace Siltstone.Planning;

/// <summary>Chooses how a further table is joined to the rows of those before it.</summary>
internal static class JoinPlanner
{
    /// <summary>Plans a join.</summary>
    /// <param name="left">The rows so far.</param>
    /// <param name="source">The table to be joined.</param>
    /// <param name="pushed">Conditions on the table alone, over its own slots.</param>
    /// <param name="conditions">Conditions of the join, over the slots of the joined rows.</param>
    public static PlanNode Join(
        PlanNode left, BoundSource source, IReadOnlyList<Expression> pushed, IReadOnlyList<Expression> conditions)
    {
        var leftKeys = new List<int>();
        var rightKeys = new List<int>();
        var rest = new List<Expression>();
        foreach (Expression condition in conditions)
        {
            if (TrySplitEquality(condition, source) is { } pair)
            {
                leftKeys.Add(pair.Left);
                rightKeys.Add(pair.Right - source.Offset);
            }
            else
            {
                rest.Add(condition);
            }
        }

        bool isOuter = source.Kind == JoinKind.Left;
        if (leftKeys.Count == 0)
        {
            PlanNode inner = AccessPathSelector.Choose(source, pushed, wantedColumn: null);
            return new NestedLoopJoin(left, inner, conditions, isOuter);
        }

        // If the left rows come ordered by a key, the right ones are worth being read in that order too: then both
        // can be merged without a table in memory.
        int ordered = isOuter ? -1 : leftKeys.FindIndex(k => left.OrderedBy is { } by && by == k);
        PlanNode right = AccessPathSelector.Choose(source, pushed, ordered >= 0 ? rightKeys[ordered] : null);
        if (ordered >= 0 && right.OrderedBy == rightKeys[ordered])
        {
            int leftKey = leftKeys[ordered];
            int rightKey = rightKeys[ordered];
            PlanNode merged = new MergeJoin(left, right, leftKey, rightKey);
            List<Expression> unused =
                [.. conditions.Where(c => TrySplitEquality(c, source) != (leftKey, rightKey + source.Offset))];
            return unused.Count == 0 ? merged : new Filter(merged, unused);
        }

        return new HashJoin(left, right, leftKeys, rightKeys, rest, isOuter);
    }

    /// <summary>The slots of an equality between a column so far and a column of the table to be joined.</summary>
    public static (int Left, int Right)? TrySplitEquality(Expression condition, BoundSource source)
    {
        if (condition is not ComparisonExpression
            {
                Comparison: Comparison.Equal, Left: SlotExpression a, Right: SlotExpression b
            })
        {
            return null;
        }

        if (source.Owns(b.Slot) && a.Slot < source.Offset)
        {
            return (a.Slot, b.Slot);
        }

        return source.Owns(a.Slot) && b.Slot < source.Offset ? (b.Slot, a.Slot) : null;
    }
}
