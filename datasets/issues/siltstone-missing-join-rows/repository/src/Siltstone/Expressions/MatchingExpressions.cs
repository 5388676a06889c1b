using Siltstone.Values;

namespace Siltstone.Expressions;

/// <summary>
/// Whether a value is in a list. When it is not found, the outcome is unknown if the value or one of the items is
/// null, because that null might have been the value.
/// </summary>
internal sealed class InExpression(Expression operand, IReadOnlyList<Expression> items) : Expression
{
    public Expression Operand { get; } = operand;

    public IReadOnlyList<Expression> Items { get; } = items;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand, .. Items];

    public override SqlValue Evaluate(SqlValue[] row)
    {
        SqlValue value = Operand.Evaluate(row);
        Truth result = Truth.False;
        foreach (Expression item in Items)
        {
            result = TruthLogic.Or(result, SqlComparer.AreEqual(value, item.Evaluate(row)));
            if (result == Truth.True)
            {
                break;
            }
        }

        return TruthLogic.ToValue(result);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new InExpression(children[0], [.. children.Skip(1)]);

    public override string ToString() => $"({Operand} IN ({string.Join(", ", Items)}))";
}

/// <summary>Matches a text against a pattern, where % stands for any text and _ for any one character.</summary>
internal sealed class LikeExpression(Expression operand, Expression pattern) : Expression
{
    public Expression Operand { get; } = operand;

    public Expression Pattern { get; } = pattern;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand, Pattern];

    public override SqlValue Evaluate(SqlValue[] row)
    {
        SqlValue text = Operand.Evaluate(row);
        SqlValue pattern = Pattern.Evaluate(row);
        return text.IsNull || pattern.IsNull
            ? SqlValue.Null
            : SqlValue.Boolean(Matches(text.AsText(), pattern.AsText()));
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new LikeExpression(children[0], children[1]);

    public override string ToString() => $"({Operand} LIKE {Pattern})";

    /// <summary>
    /// Walks through both texts; on a mismatch the last % takes one character more. Going back to the last % alone is
    /// enough, since an earlier one could not find anything which the later would miss.
    /// </summary>
    internal static bool Matches(string text, string pattern)
    {
        int t = 0;
        int p = 0;
        int percent = -1;
        int resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                percent = p++;
                resume = t;
            }
            else if (p < pattern.Length && (pattern[p] == '_' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (percent >= 0)
            {
                p = percent + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('%').IsEmpty;
    }
}
