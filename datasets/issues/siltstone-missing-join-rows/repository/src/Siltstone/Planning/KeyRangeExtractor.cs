using Siltstone.Expressions;
using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Planning;

/// <summary>
/// Finds out which keys of a column can satisfy a condition. The answer may hold keys that do not satisfy it, since
/// the condition is checked again for each row; it never leaves out one that does.
/// </summary>
internal static class KeyRangeExtractor
{
    public static KeyRangeSet Extract(IEnumerable<Expression> conjuncts, int column)
    {
        KeyRangeSet keys = KeyRangeSet.Everything;
        foreach (Expression conjunct in conjuncts)
        {
            keys = keys.Intersect(Extract(conjunct, column));
        }

        return keys;
    }

    private static KeyRangeSet Extract(Expression condition, int column)
    {
        switch (condition)
        {
            case ComparisonExpression { Left: SlotExpression slot, Right: ConstantExpression constant } comparison
                when slot.Slot == column:
                return FromComparison(comparison.Comparison, constant.Value);
            case InExpression { Operand: SlotExpression slot } @in when slot.Slot == column:
                return @in.Items.All(i => i is ConstantExpression)
                    ? KeyRangeSet.FromKeys(@in.Items.Select(i => ((ConstantExpression)i).Value))
                    : KeyRangeSet.Everything;
            case IsNullExpression { Operand: SlotExpression slot } isNull when slot.Slot == column:
                return KeyRangeSet.Of(isNull.IsNegated ? KeyRange.NotNull : KeyRange.Point(SqlValue.Null));
            case LikeExpression { Operand: SlotExpression slot, Pattern: ConstantExpression pattern }
                when slot.Slot == column:
                return FromPattern(pattern.Value);
            case ConnectiveExpression { IsAnd: true } and:
                return Extract(and.Operands, column);
            case ConnectiveExpression or:
                return or.Operands
                    .Select(o => Extract(o, column))
                    .Aggregate(KeyRangeSet.Empty, (sum, keys) => sum.Union(keys));
            default:
                return KeyRangeSet.Everything;
        }
    }

    private static KeyRangeSet FromComparison(Comparison comparison, SqlValue value)
    {
        if (value.IsNull)
        {
            // A comparison with null is never true.
            return KeyRangeSet.Empty;
        }

        return comparison switch
        {
            Comparison.Equal => KeyRangeSet.Of(KeyRange.Point(value)),
            Comparison.Less => KeyRangeSet.Of(KeyRange.AtMost(value, inclusive: false)),
            Comparison.LessOrEqual => KeyRangeSet.Of(KeyRange.AtMost(value, inclusive: true)),
            Comparison.Greater => KeyRangeSet.Of(KeyRange.AtLeast(value, inclusive: false)),
            Comparison.GreaterOrEqual => KeyRangeSet.Of(KeyRange.AtLeast(value, inclusive: true)),
            _ => KeyRangeSet.Of(KeyRange.NotNull),
        };
    }

    /// <summary>The texts that begin like the pattern, as far as it has no wildcard.</summary>
    private static KeyRangeSet FromPattern(SqlValue pattern)
    {
        if (pattern.IsNull)
        {
            return KeyRangeSet.Empty;
        }

        string text = pattern.AsText();
        int wildcard = text.AsSpan().IndexOfAny('%', '_');
        if (wildcard < 0)
        {
            return KeyRangeSet.Of(KeyRange.Point(pattern));
        }

        if (wildcard == 0 || text[wildcard - 1] == char.MaxValue)
        {
            return KeyRangeSet.Of(KeyRange.NotNull);
        }

        string prefix = text[..wildcard];
        string beyond = prefix[..^1] + (char)(prefix[^1] + 1);
        KeyRange range = KeyRange.AtLeast(SqlValue.Text(prefix), inclusive: true)
            .Intersect(KeyRange.AtMost(SqlValue.Text(beyond), inclusive: false));
        return KeyRangeSet.Of(range);
    }
}
