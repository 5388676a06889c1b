using Siltstone.Values;

namespace Siltstone.Sql;

internal enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concatenate,
}

/// <summary>An expression as it was written, before names are resolved.</summary>
/// <param name="Position">Where it begins, for messages.</param>
internal abstract record ExpressionSyntax(int Position);

internal sealed record LiteralSyntax(SqlValue Value, int Position) : ExpressionSyntax(Position);

internal sealed record ColumnSyntax(string? Qualifier, string Name, int Position) : ExpressionSyntax(Position);

internal sealed record NotSyntax(ExpressionSyntax Operand, int Position) : ExpressionSyntax(Position);

internal sealed record NegateSyntax(ExpressionSyntax Operand, int Position) : ExpressionSyntax(Position);

internal sealed record BinarySyntax(
    BinaryOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, int Position) : ExpressionSyntax(Position);

internal sealed record InSyntax(
    ExpressionSyntax Operand, IReadOnlyList<ExpressionSyntax> Items, bool IsNegated, int Position)
    : ExpressionSyntax(Position);

internal sealed record BetweenSyntax(
    ExpressionSyntax Operand, ExpressionSyntax Low, ExpressionSyntax High, bool IsNegated, int Position)
    : ExpressionSyntax(Position);

internal sealed record LikeSyntax(ExpressionSyntax Operand, ExpressionSyntax Pattern, bool IsNegated, int Position)
    : ExpressionSyntax(Position);

internal sealed record IsNullSyntax(ExpressionSyntax Operand, bool IsNegated, int Position)
    : ExpressionSyntax(Position);

/// <summary>A call of a function or an aggregate; <c>COUNT(*)</c> has no arguments and <see cref="IsStar"/>.</summary>
internal sealed record CallSyntax(
    string Name, IReadOnlyList<ExpressionSyntax> Arguments, bool IsDistinct, bool IsStar, int Position)
    : ExpressionSyntax(Position);

internal sealed record CaseSyntax(
    IReadOnlyList<(ExpressionSyntax Condition, ExpressionSyntax Result)> Branches, ExpressionSyntax? Else, int Position)
    : ExpressionSyntax(Position);

internal sealed record CastSyntax(ExpressionSyntax Operand, SqlType Type, int Position) : ExpressionSyntax(Position);
