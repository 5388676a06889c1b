using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>Moves comparisons by one: less becomes less-or-equal, equal becomes unequal and so on.</summary>
internal static class BoundaryEdits
{
    private static readonly Dictionary<string, string> Neighbours = new()
    {
        ["<"] = "<=", ["<="] = "<", [">"] = ">=", [">="] = ">", ["=="] = "!=", ["!="] = "==",
    };

    public static IEnumerable<Edit> Find(SyntaxNode node)
    {
        var token = node switch
        {
            BinaryExpressionSyntax binary when !ChoosesBetweenItsOperands(binary) => binary.OperatorToken,
            RelationalPatternSyntax pattern => pattern.OperatorToken,
            _ => default,
        };
        if (token.Text is { } text && Neighbours.TryGetValue(text, out var other))
        {
            yield return new Edit("boundary", token.Span, other);
        }
    }

    // In "a < b ? a : b" and "if (x > best) best = x;" equal operands give the same either way.
    private static bool ChoosesBetweenItsOperands(BinaryExpressionSyntax comparison)
    {
        if (!comparison.OperatorToken.IsKind(SyntaxKind.LessThanToken) && !comparison.OperatorToken.IsKind(SyntaxKind.LessThanEqualsToken)
            && !comparison.OperatorToken.IsKind(SyntaxKind.GreaterThanToken)
            && !comparison.OperatorToken.IsKind(SyntaxKind.GreaterThanEqualsToken))
        {
            return false;
        }

        SyntaxNode whole = comparison;
        while (whole.Parent is ParenthesizedExpressionSyntax parentheses)
        {
            whole = parentheses;
        }

        return whole.Parent switch
        {
            ConditionalExpressionSyntax choice when choice.Condition == whole => Are(comparison, choice.WhenTrue, choice.WhenFalse),
            IfStatementSyntax { Else: null } branch when branch.Condition == whole =>
                Only(branch.Statement) is ExpressionStatementSyntax
                {
                    Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment,
                }
                && Are(comparison, assignment.Left, assignment.Right),
            _ => false,
        };
    }

    private static bool Are(BinaryExpressionSyntax comparison, ExpressionSyntax one, ExpressionSyntax other) =>
        (comparison.Left.IsEquivalentTo(one, false) && comparison.Right.IsEquivalentTo(other, false))
        || (comparison.Left.IsEquivalentTo(other, false) && comparison.Right.IsEquivalentTo(one, false));

    private static StatementSyntax? Only(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: [var single] } => single,
        BlockSyntax => null,
        _ => statement,
    };
}
