using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>
/// Negates the conditions of branches, loops and choices, holds them at true and at false, and drops the parts they are joined of.
/// </summary>
internal static class ConditionEdits
{
    private const string Name = "condition";

    public static IEnumerable<Edit> Find(SyntaxNode node) => node switch
    {
        IfStatementSyntax branch => Whole(branch.Condition),
        WhileStatementSyntax loop => Whole(loop.Condition),
        DoStatementSyntax loop => Whole(loop.Condition),
        ForStatementSyntax { Condition: { } condition } => Whole(condition),
        ConditionalExpressionSyntax choice => Whole(choice.Condition),
        WhenClauseSyntax clause => Whole(clause.Condition),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both =>
            [.. Part(both.Left, "true"), .. Part(both.Right, "true")],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either =>
            [.. Part(either.Left, "false"), .. Part(either.Right, "false")],
        _ => [],
    };

    /// <summary>Returns the opposite of a condition.</summary>
    public static string Negated(ExpressionSyntax condition) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand.ToString(),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => Swapped(equal, "!="),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } unequal => Swapped(unequal, "=="),
        IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax
            or ParenthesizedExpressionSyntax => $"!{condition}",
        _ => $"!({condition})",
    };

    private static IEnumerable<Edit> Whole(ExpressionSyntax condition)
    {
        if (condition is LiteralExpressionSyntax)
        {
            yield break;
        }

        yield return new Edit(Name, condition.Span, Negated(condition));
        yield return new Edit(Name, condition.Span, Held(condition, "true"));
        yield return new Edit(Name, condition.Span, Held(condition, "false"));
    }

    private static IEnumerable<Edit> Part(ExpressionSyntax part, string neutral)
    {
        // The parts of "a && b && c" are a, b and c; those of a nested pair come with that pair.
        if (part is LiteralExpressionSyntax || (part is BinaryExpressionSyntax joined && joined.IsKind(part.Parent!.Kind())))
        {
            yield break;
        }

        yield return new Edit(Name, part.Span, Negated(part));
        yield return new Edit(Name, part.Span, Held(part, neutral));
    }

    // A condition that declares variables stays in place, else what uses them would not compile.
    private static string Held(ExpressionSyntax condition, string value)
    {
        if (!condition.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax))
        {
            return value;
        }

        return value == "true" ? $"(({condition}) || true)" : $"(({condition}) && false)";
    }

    private static string Swapped(BinaryExpressionSyntax comparison, string operatorText) =>
        comparison.ReplaceToken(
            comparison.OperatorToken,
            SyntaxFactory.ParseToken(operatorText).WithTriviaFrom(comparison.OperatorToken)).ToString();
}
