using Siltstone.Values;

namespace Siltstone.Expressions;

internal enum Arithmetic
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// <summary>
/// Calculates with two numbers. Integers give an integer, and division of integers drops the remainder; as soon as a
/// decimal takes part, the result is a decimal.
/// </summary>
internal sealed class ArithmeticExpression(Arithmetic operation, Expression left, Expression right) : Expression
{
    public override SqlType Type { get; } = SqlTypes.Common(left.Type, right.Type) ?? SqlType.Decimal;

    public override IReadOnlyList<Expression> Children => [left, right];

    public override SqlValue Evaluate(SqlValue[] row)
    {
        SqlValue x = left.Evaluate(row);
        SqlValue y = right.Evaluate(row);
        if (x.IsNull || y.IsNull)
        {
            return SqlValue.Null;
        }

        try
        {
            return x.Type == SqlType.Integer && y.Type == SqlType.Integer
                ? SqlValue.Integer(Calculate(x.AsInteger(), y.AsInteger()))
                : SqlValue.Decimal(Calculate(x.AsDecimal(), y.AsDecimal()));
        }
        catch (DivideByZeroException)
        {
            throw new SqlException(SqlErrorKind.Evaluation, $"Division by zero in {this}.");
        }
        catch (OverflowException)
        {
            throw new SqlException(SqlErrorKind.Evaluation, $"The result of {this} is too large.");
        }
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new ArithmeticExpression(operation, children[0], children[1]);

    public override string ToString()
    {
        char symbol = operation switch
        {
            Arithmetic.Add => '+',
            Arithmetic.Subtract => '-',
            Arithmetic.Multiply => '*',
            Arithmetic.Divide => '/',
            _ => '%',
        };
        return $"({left} {symbol} {right})";
    }

    private long Calculate(long x, long y) => checked(operation switch
    {
        Arithmetic.Add => x + y,
        Arithmetic.Subtract => x - y,
        Arithmetic.Multiply => x * y,
        Arithmetic.Divide => x / y,
        _ => x % y,
    });

    private decimal Calculate(decimal x, decimal y) => operation switch
    {
        Arithmetic.Add => x + y,
        Arithmetic.Subtract => x - y,
        Arithmetic.Multiply => x * y,
        Arithmetic.Divide => x / y,
        _ => x % y,
    };
}
