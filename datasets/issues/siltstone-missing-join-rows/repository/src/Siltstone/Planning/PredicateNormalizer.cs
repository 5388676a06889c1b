using Siltstone.Expressions;
using Siltstone.Values;

namespace Siltstone.Planning;

/// <summary>
/// Brings conditions into a form in which the planner can use their parts: constants are folded, NOT is moved down to
/// where it vanishes into a comparison, and nested connectives of one kind become one.
/// </summary>
internal static class PredicateNormalizer
{
    /// <summary>The conditions that must all be true for the whole to be true.</summary>
    public static IReadOnlyList<Expression> Conjuncts(Expression? condition)
    {
        if (condition is null)
        {
            return [];
        }

        Expression normal = Normalize(condition, negated: false);
        return normal is ConnectiveExpression { IsAnd: true } and ? and.Operands : [normal];
    }

    public static Expression Normalize(Expression condition, bool negated)
    {
        switch (condition)
        {
            case NotExpression not:
                return Normalize(not.Operand, !negated);
            case ConnectiveExpression connective:
                // By De Morgan's laws, which hold for three truth values as well as for two.
                return Connect(connective.IsAnd != negated, connective.Operands.Select(o => Normalize(o, negated)));
            case ComparisonExpression comparison:
                Comparison kind = negated ? Comparisons.Negate(comparison.Comparison) : comparison.Comparison;
                return Arrange(kind, Fold(comparison.Left), Fold(comparison.Right));
            case IsNullExpression isNull:
                return new IsNullExpression(Fold(isNull.Operand), isNull.IsNegated != negated);
            default:
                Expression folded = Fold(condition);
                return negated ? Fold(new NotExpression(folded)) : folded;
        }
    }

    /// <summary>Replaces an expression without columns by its value.</summary>
    public static Expression Fold(Expression expression)
    {
        if (expression.Children.Count == 0)
        {
            return expression;
        }

        Expression folded = expression.WithChildren([.. expression.Children.Select(Fold)]);
        if (!folded.Children.All(c => c is ConstantExpression))
        {
            return folded;
        }

        try
        {
            return new ConstantExpression(folded.Evaluate([]));
        }
        catch (SqlException)
        {
            // A mistake such as a division by zero must show only if the expression is really evaluated.
            return folded;
        }
    }

    /// <summary>Puts the constant of a comparison on the right.</summary>
    private static ComparisonExpression Arrange(Comparison comparison, Expression left, Expression right) =>
        left is ConstantExpression && right is not ConstantExpression
            ? new ComparisonExpression(Comparisons.Mirror(comparison), right, left)
            : new ComparisonExpression(comparison, left, right);

    private static Expression Connect(bool isAnd, IEnumerable<Expression> operands)
    {
        var flat = new List<Expression>();
        foreach (Expression operand in operands)
        {
            if (operand is ConnectiveExpression inner && inner.IsAnd == isAnd)
            {
                flat.AddRange(inner.Operands);
            }
            else if (operand is not ConstantExpression { Value: { Type: SqlType.Boolean } value } || value.AsBoolean() != isAnd)
            {
                flat.Add(operand);
            }
        }

        return flat.Count switch
        {
            0 => new ConstantExpression(SqlValue.Boolean(isAnd)),
            1 => flat[0],
            _ => new ConnectiveExpression(isAnd, [.. flat.DistinctBy(o => o.ToString())]),
        };
    }
}
