using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>
/// The parts of a program where a change says nothing about its tests: what is thrown is told by its type, not by its message.
/// </summary>
internal static class Exclusions
{
    private static readonly HashSet<string> Collections =
        ["List", "Dictionary", "HashSet", "Queue", "Stack", "PriorityQueue", "StringBuilder", "OrderedDictionary", "MemoryStream"];

    /// <summary>Whether nothing inside the node is to be mutated.</summary>
    public static bool Covers(SyntaxNode node) => node switch
    {
        ThrowStatementSyntax or ThrowExpressionSyntax => true,
        AttributeListSyntax or UsingDirectiveSyntax => true,

        // A different alignment or format of text is a different message at most one character long: left to the constants around it.
        InterpolationAlignmentClauseSyntax => true,

        // Every value of a hash code is correct.
        MethodDeclarationSyntax method => method.Identifier.Text == "GetHashCode",
        ArgumentListSyntax arguments => IsCapacity(arguments) || IsExceptionMessage(arguments),
        InvocationExpressionSyntax call => IsAssertion(call),
        _ => false,
    };

    private static bool IsExceptionMessage(ArgumentListSyntax arguments) =>
        arguments.Parent is ObjectCreationExpressionSyntax creation
        && SimpleName(creation.Type).EndsWith("Exception", StringComparison.Ordinal);

    // A collection's first capacity changes its speed, never its content.
    private static bool IsCapacity(ArgumentListSyntax arguments) =>
        arguments is { Arguments: [{ Expression: var size }], Parent: ObjectCreationExpressionSyntax creation }
        && Collections.Contains(SimpleName(creation.Type))
        && IsNumber(size);

    private static bool IsNumber(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NumericLiteralExpression),
        ParenthesizedExpressionSyntax inner => IsNumber(inner.Expression),
        BinaryExpressionSyntax binary => IsNumber(binary.Left) || IsNumber(binary.Right),
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text is "Length" or "Count",
        _ => false,
    };

    private static bool IsAssertion(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Debug" } };

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };
}
