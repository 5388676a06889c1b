using Siltstone.Values;

namespace Siltstone.Expressions;

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal static class Comparisons
{
    /// <summary>The comparison that holds exactly when this one does not, nulls aside.</summary>
    public static Comparison Negate(Comparison comparison) => comparison switch
    {
        Comparison.Equal => Comparison.NotEqual,
        Comparison.NotEqual => Comparison.Equal,
        Comparison.Less => Comparison.GreaterOrEqual,
        Comparison.LessOrEqual => Comparison.Greater,
        Comparison.Greater => Comparison.LessOrEqual,
        _ => Comparison.Less,
    };

    /// <summary>The comparison that says the same when its sides are exchanged.</summary>
    public static Comparison Mirror(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    public static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "<>",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}

/// <summary>Compares two values; the outcome is unknown when one of them is null.</summary>
internal sealed class ComparisonExpression(Comparison comparison, Expression left, Expression right) : Expression
{
    public Comparison Comparison { get; } = comparison;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;

    public override SqlType Type => SqlType.Boolean;

    public override IReadOnlyList<Expression> Children => [Left, Right];

    public override SqlValue Evaluate(SqlValue[] row)
    {
        SqlValue left = Left.Evaluate(row);
        SqlValue right = Right.Evaluate(row);
        if (left.IsNull || right.IsNull)
        {
            return SqlValue.Null;
        }

        int order = SqlComparer.Instance.Compare(left, right);
        return SqlValue.Boolean(Comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        });
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new ComparisonExpression(Comparison, children[0], children[1]);

    public override string ToString() => $"({Left} {Comparisons.Symbol(Comparison)} {Right})";
}
