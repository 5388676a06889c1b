using Siltstone.Values;

namespace Siltstone.Expressions;

/// <summary>AND or OR over any number of conditions.</summary>
internal sealed class ConnectiveExpression(bool isAnd, IReadOnlyList<Expression> operands) : Expression
{
    public bool IsAnd { get; } = isAnd;

    public IReadOnlyList<Expression> Operands { get; } = operands;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => Operands;

    public override SqlValue Evaluate(SqlValue[] row)
    {
        // What decides the outcome at once also ends the evaluation, so that a guard can stand before a division.
        Truth decisive = IsAnd ? Truth.False : Truth.True;
        Truth result = IsAnd ? Truth.True : Truth.False;
        foreach (Expression operand in Operands)
        {
            Truth truth = operand.Test(row);
            result = IsAnd ? TruthLogic.And(result, truth) : TruthLogic.Or(result, truth);
            if (result == decisive)
            {
                break;
            }
        }

        return TruthLogic.ToValue(result);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new ConnectiveExpression(IsAnd, children);

    public override string ToString() => "(" + string.Join(IsAnd ? " AND " : " OR ", Operands) + ")";
}

/// <summary>NOT; unknown stays unknown.</summary>
internal sealed class NotExpression(Expression operand) : Expression
{
    public Expression Operand { get; } = operand;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override SqlValue Evaluate(SqlValue[] row) => TruthLogic.ToValue(TruthLogic.Not(Operand.Test(row)));

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new NotExpression(children[0]);

    public override string ToString() => $"(NOT {Operand})";
}

/// <summary>IS NULL and IS NOT NULL, the tests that are never unknown.</summary>
internal sealed class IsNullExpression(Expression operand, bool isNegated) : Expression
{
    public Expression Operand { get; } = operand;

    public bool IsNegated { get; } = isNegated;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override SqlValue Evaluate(SqlValue[] row) => SqlValue.Boolean(Operand.Evaluate(row).IsNull != IsNegated);

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new IsNullExpression(children[0], IsNegated);

    public override string ToString() => $"({Operand} IS {(IsNegated ? "NOT " : "")}NULL)";
}
