using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>
/// Replaces returned values: truth by its opposite, numbers by zero, text and collections by empty ones, the rest by the default.
/// </summary>
internal static class ReturnEdits
{
    private const string Name = "return";

    private static readonly HashSet<string> Collections =
    [
        "List", "IList", "IReadOnlyList", "ICollection", "IReadOnlyCollection", "IEnumerable", "HashSet", "SortedSet", "Queue", "Stack",
        "LinkedList", "ImmutableArray", "ImmutableList", "Span", "ReadOnlySpan",
    ];

    public static IEnumerable<Edit> Find(SyntaxNode node)
    {
        var value = node switch
        {
            ReturnStatementSyntax { Expression: { } expression } => expression,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            _ => null,
        };
        if (value is null or ThrowExpressionSyntax || TypeOf(node) is not { } type)
        {
            yield break;
        }

        if (Instead(type, value) is { } instead)
        {
            yield return new Edit(Name, value.Span, instead);
        }
    }

    private static string? Instead(TypeSyntax type, ExpressionSyntax value)
    {
        // Literals are changed as constants.
        var isLiteral = value is LiteralExpressionSyntax
            or PrefixUnaryExpressionSyntax { Operand.RawKind: (int)SyntaxKind.NumericLiteralExpression };
        return type switch
        {
            _ when value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression) => null,
            PredefinedTypeSyntax predefined => isLiteral ? null : OfKeyword(predefined.Keyword.Text, value),
            ArrayTypeSyntax => IsEmpty(value) ? "default!" : "[]",
            GenericNameSyntax name when Collections.Contains(name.Identifier.Text) => IsEmpty(value) ? "default!" : "[]",
            _ => "default!",
        };
    }

    private static string? OfKeyword(string keyword, ExpressionSyntax value) => keyword switch
    {
        "void" => null,
        "bool" => ConditionEdits.Negated(value),
        "string" => value.ToString() == "string.Empty" ? "\"?\"" : "\"\"",
        "object" or "char" => "default!",
        _ => "0",
    };

    private static bool IsEmpty(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax list => list.Elements.Count == 0,
        BaseObjectCreationExpressionSyntax creation =>
            creation.ArgumentList is null or { Arguments.Count: 0 } && creation.Initializer is null or { Expressions.Count: 0 },
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax member } =>
            member.Name.Identifier.Text == "Empty",
        _ => false,
    };

    private static TypeSyntax? TypeOf(SyntaxNode node)
    {
        var owner = node.Ancestors().FirstOrDefault(
            ancestor => ancestor is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                or AccessorDeclarationSyntax { RawKind: not (int)SyntaxKind.GetAccessorDeclaration });
        var (type, modifiers) = owner switch
        {
            MethodDeclarationSyntax method => (method.ReturnType, method.Modifiers),
            LocalFunctionStatementSyntax function => (function.ReturnType, function.Modifiers),
            BasePropertyDeclarationSyntax property => (property.Type, property.Modifiers),
            OperatorDeclarationSyntax operation => (operation.ReturnType, operation.Modifiers),
            ConversionOperatorDeclarationSyntax conversion => (conversion.Type, conversion.Modifiers),
            _ => default,
        };

        if (type is null or RefTypeSyntax)
        {
            return null;
        }

        if (!modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return type;
        }

        // What an async method returns is what its task carries.
        return type is GenericNameSyntax { TypeArgumentList.Arguments: [var carried] } ? carried : null;
    }
}
