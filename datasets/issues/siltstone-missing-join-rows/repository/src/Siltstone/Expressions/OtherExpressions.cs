using Siltstone.Values;

namespace Siltstone.Expressions;

/// <summary>CAST.</summary>
internal sealed class CastExpression(Expression operand, SqlType type) : Expression
{
    public override SqlType Type => type;

    public override IReadOnlyList<Expression> Children => [operand];

    public override SqlValue Evaluate(SqlValue[] row) => ValueConversion.Convert(operand.Evaluate(row), type);

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new CastExpression(children[0], type);

    public override string ToString() => $"CAST({operand} AS {SqlTypes.NameOf(type)})";
}

/// <summary>CASE: the result of the first branch whose condition is true.</summary>
/// <remarks>The children are condition and result of each branch in turn, and at the end the ELSE.</remarks>
internal sealed class CaseExpression(IReadOnlyList<Expression> parts, SqlType type) : Expression
{
    public override SqlType Type => type;

    public override IReadOnlyList<Expression> Children => parts;

    public override SqlValue Evaluate(SqlValue[] row)
    {
        for (int i = 0; i + 1 < parts.Count; i += 2)
        {
            if (parts[i].Test(row) == Truth.True)
            {
                return ValueConversion.Convert(parts[i + 1].Evaluate(row), type);
            }
        }

        return ValueConversion.Convert(parts[^1].Evaluate(row), type);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new CaseExpression(children, type);

    public override string ToString()
    {
        IEnumerable<string> branches = parts
            .Take(parts.Count - 1)
            .Chunk(2)
            .Select(pair => $" WHEN {pair[0]} THEN {pair[1]}");
        return $"CASE{string.Concat(branches)} ELSE {parts[^1]} END";
    }
}

/// <summary>Joins two texts.</summary>
internal sealed class ConcatenationExpression(Expression left, Expression right) : Expression
{
    public override SqlType Type => SqlType.Text;

    public override IReadOnlyList<Expression> Children => [left, right];

    public override SqlValue Evaluate(SqlValue[] row)
    {
        SqlValue x = left.Evaluate(row);
        SqlValue y = right.Evaluate(row);
        return x.IsNull || y.IsNull ? SqlValue.Null : SqlValue.Text(x.AsText() + y.AsText());
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new ConcatenationExpression(children[0], children[1]);

    public override string ToString() => $"({left} || {right})";
}
