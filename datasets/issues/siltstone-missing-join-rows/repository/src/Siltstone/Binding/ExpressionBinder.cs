using Siltstone.Expressions;
using Siltstone.Sql;
using Siltstone.Values;

namespace Siltstone.Binding;

/// <summary>Resolves the names of an expression and checks its types.</summary>
internal class ExpressionBinder(Scope scope)
{
    public Expression BindCondition(ExpressionSyntax syntax) => RequireBoolean(Bind(syntax), syntax.Position);

    public virtual Expression Bind(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case LiteralSyntax literal:
                return new ConstantExpression(literal.Value);
            case ColumnSyntax column:
                return BindColumn(column);
            case NotSyntax not:
                return new NotExpression(BindCondition(not.Operand));
            case NegateSyntax negate:
                return BindArithmetic(
                    Arithmetic.Subtract, new ConstantExpression(SqlValue.Integer(0)), Bind(negate.Operand), negate.Position);
            case BinarySyntax binary:
                return BindBinary(binary);
            case InSyntax @in:
                return BindIn(@in);
            case BetweenSyntax between:
                return BindBetween(between);
            case LikeSyntax like:
                Expression match = new LikeExpression(
                    RequireText(Bind(like.Operand), like.Position), RequireText(Bind(like.Pattern), like.Position));
                return NegateIf(like.IsNegated, match);
            case IsNullSyntax isNull:
                return new IsNullExpression(Bind(isNull.Operand), isNull.IsNegated);
            case CastSyntax cast:
                return new CastExpression(Bind(cast.Operand), cast.Type);
            case CaseSyntax @case:
                return BindCase(@case);
            case CallSyntax call:
                return BindCall(call);
            default:
                throw new NotSupportedException(syntax.GetType().Name);
        }
    }

    protected virtual Expression BindColumn(ColumnSyntax column) => scope.Resolve(column);

    protected virtual Expression BindCall(CallSyntax call)
    {
        if (!ScalarFunctions.TryGet(call.Name, out ScalarFunction? function))
        {
            throw Aggregates.IsAggregate(call.Name)
                ? new SqlException(SqlErrorKind.Syntax, $"{call.Name} is not allowed here", call.Position)
                : new SqlException(SqlErrorKind.UnknownName, $"There is no function {call.Name}", call.Position);
        }

        int count = call.Arguments.Count;
        if (count < function.Minimum || count > function.Maximum || call.IsStar || call.IsDistinct)
        {
            throw new SqlException(
                SqlErrorKind.TypeMismatch, $"{function.Name} is called with the wrong arguments", call.Position);
        }

        return new FunctionExpression(function, [.. call.Arguments.Select(Bind)]);
    }

    private Expression BindBinary(BinarySyntax binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And or BinaryOperator.Or:
                return new ConnectiveExpression(
                    binary.Operator == BinaryOperator.And, [BindCondition(binary.Left), BindCondition(binary.Right)]);
            case BinaryOperator.Concatenate:
                Expression left = RequireText(Bind(binary.Left), binary.Position);
                Expression right = RequireText(Bind(binary.Right), binary.Position);
                return new ConcatenationExpression(left, right);
            case >= BinaryOperator.Add and <= BinaryOperator.Modulo:
                var operation = (Arithmetic)(binary.Operator - BinaryOperator.Add);
                return BindArithmetic(operation, Bind(binary.Left), Bind(binary.Right), binary.Position);
            default:
                var comparison = (Comparison)(binary.Operator - BinaryOperator.Equal);
                return BindComparison(comparison, Bind(binary.Left), Bind(binary.Right), binary.Position);
        }
    }

    private static ArithmeticExpression BindArithmetic(Arithmetic operation, Expression left, Expression right, int position)
    {
        foreach (Expression operand in (Expression[])[left, right])
        {
            if (operand.Type != SqlType.Unknown && !SqlTypes.IsNumeric(operand.Type))
            {
                throw new SqlException(SqlErrorKind.TypeMismatch, $"{operand} is not a number", position);
            }
        }

        return new ArithmeticExpression(operation, left, right);
    }

    private static ComparisonExpression BindComparison(Comparison comparison, Expression left, Expression right, int position)
    {
        (left, right) = Align(left, right, position);
        return new ComparisonExpression(comparison, left, right);
    }

    /// <summary>Makes two sides comparable; a constant text beside a date is read as a date.</summary>
    private static (Expression Left, Expression Right) Align(Expression left, Expression right, int position)
    {
        if (left.Type == SqlType.Date && right is ConstantExpression { Type: SqlType.Text } text)
        {
            return (left, new ConstantExpression(ValueConversion.Convert(text.Value, SqlType.Date)));
        }

        if (right.Type == SqlType.Date && left is ConstantExpression { Type: SqlType.Text })
        {
            (right, left) = Align(right, left, position);
            return (left, right);
        }

        return SqlTypes.AreComparable(left.Type, right.Type)
            ? (left, right)
            : throw new SqlException(
                SqlErrorKind.TypeMismatch,
                $"{SqlTypes.NameOf(left.Type)} and {SqlTypes.NameOf(right.Type)} cannot be compared",
                position);
    }

    private Expression BindIn(InSyntax syntax)
    {
        Expression operand = Bind(syntax.Operand);
        List<Expression> items = [.. syntax.Items.Select(i => Align(operand, Bind(i), i.Position).Right)];
        return NegateIf(syntax.IsNegated, new InExpression(operand, items));
    }

    private Expression BindBetween(BetweenSyntax syntax)
    {
        Expression operand = Bind(syntax.Operand);
        Expression inside = new ConnectiveExpression(
            true,
            [
                BindComparison(Comparison.GreaterOrEqual, operand, Bind(syntax.Low), syntax.Position),
                BindComparison(Comparison.LessOrEqual, operand, Bind(syntax.High), syntax.Position),
            ]);
        return NegateIf(syntax.IsNegated, inside);
    }

    private CaseExpression BindCase(CaseSyntax syntax)
    {
        var parts = new List<Expression>();
        SqlType type = SqlType.Unknown;
        foreach ((ExpressionSyntax condition, ExpressionSyntax result) in syntax.Branches)
        {
            parts.Add(BindCondition(condition));
            parts.Add(AddResult(Bind(result)));
        }

        parts.Add(AddResult(syntax.Else is null ? new ConstantExpression(SqlValue.Null) : Bind(syntax.Else)));
        return new CaseExpression(parts, type);

        Expression AddResult(Expression result)
        {
            type = SqlTypes.Common(type, result.Type) ?? throw new SqlException(
                SqlErrorKind.TypeMismatch, "The branches of a CASE have results of different types", syntax.Position);
            return result;
        }
    }

    private static Expression NegateIf(bool negated, Expression condition) =>
        negated ? new NotExpression(condition) : condition;

    private static Expression RequireBoolean(Expression expression, int position) =>
        expression.Type is SqlType.Boolean or SqlType.Unknown
            ? expression
            : throw new SqlException(SqlErrorKind.TypeMismatch, $"{expression} is not a condition", position);

    private static Expression RequireText(Expression expression, int position) =>
        expression.Type is SqlType.Text or SqlType.Unknown
            ? expression
            : throw new SqlException(SqlErrorKind.TypeMismatch, $"{expression} is not a text", position);
}
