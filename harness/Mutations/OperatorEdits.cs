using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>Replaces arithmetic, logical, bit and assignment operators by their counterparts.</summary>
internal static class OperatorEdits
{
    private const string Name = "operator";

    private static readonly Dictionary<string, string> Counterparts = new()
    {
        ["+"] = "-", ["-"] = "+", ["*"] = "/", ["/"] = "*", ["%"] = "*",
        ["&&"] = "||", ["||"] = "&&", ["&"] = "|", ["|"] = "&", ["^"] = "|",
        ["<<"] = ">>", [">>"] = "<<", [">>>"] = "<<",
        ["+="] = "-=", ["-="] = "+=", ["*="] = "/=", ["/="] = "*=", ["%="] = "*=",
        ["&="] = "|=", ["|="] = "&=", ["^="] = "|=", ["<<="] = ">>=", [">>="] = "<<=", [">>>="] = "<<=",
        ["++"] = "--", ["--"] = "++",
        ["and"] = "or", ["or"] = "and",
    };

    public static IEnumerable<Edit> Find(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary when !IsText(binary) => Swap(binary.OperatorToken),
        AssignmentExpressionSyntax assignment when !IsText(assignment.Right) => Swap(assignment.OperatorToken),
        BinaryPatternSyntax pattern => Swap(pattern.OperatorToken),
        PostfixUnaryExpressionSyntax postfix => Swap(postfix.OperatorToken),
        PrefixUnaryExpressionSyntax prefix => OfPrefix(prefix),
        UnaryPatternSyntax not => [new Edit(Name, not.OperatorToken.FullSpan, "")],
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } => [new Edit(Name, constant.Span, $"not {constant}")],
        _ => [],
    };

    private static IEnumerable<Edit> OfPrefix(PrefixUnaryExpressionSyntax prefix) => prefix.Kind() switch
    {
        SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => Swap(prefix.OperatorToken),
        SyntaxKind.LogicalNotExpression or SyntaxKind.BitwiseNotExpression => [new Edit(Name, prefix.Span, prefix.Operand.ToString())],

        // A literal with its sign is a constant.
        SyntaxKind.UnaryMinusExpression when !prefix.Operand.IsKind(SyntaxKind.NumericLiteralExpression) =>
            [new Edit(Name, prefix.Span, prefix.Operand.ToString())],
        _ => [],
    };

    private static IEnumerable<Edit> Swap(SyntaxToken token) =>
        Counterparts.TryGetValue(token.Text, out var other) ? [new Edit(Name, token.Span, other)] : [];

    // Text can be joined but not subtracted: such mutants never compile.
    private static bool IsText(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        ParenthesizedExpressionSyntax inner => IsText(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => IsText(sum.Left) || IsText(sum.Right),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.Identifier.Text is "ToString",
        _ => false,
    };
}
