using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>Reads the constants that tests compare with.</summary>
internal static class CanaryConstants
{
    /// <summary>Types of constants. A truth value is none: with two of them a decoy tells what is expected.</summary>
    private static readonly HashSet<string> Primitive = ["int", "long", "uint", "ulong", "double", "float", "decimal", "char", "string"];

    /// <summary>Collections whose name alone tells their type.</summary>
    private static readonly HashSet<string> Collections = ["List", "HashSet"];

    public static bool IsPrimitive(string type) => Primitive.Contains(type);

    /// <summary>Returns what an expression expects; null where that is no constant.</summary>
    public static CanaryConstant? Read(ExpressionSyntax expression, double minDistance = 0) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Read(inner.Expression, minDistance),
        _ when TypeOfLiteral(expression) is { } type => new CanaryConstant(type, TextOf(expression), minDistance),
        ArrayCreationExpressionSyntax { Initializer: { Expressions: { Count: > 0 } items },
            Type: { ElementType: PredefinedTypeSyntax element, RankSpecifiers: [{ Rank: 1 }] } }
            when items.All(IsLiteral) => new CanaryConstant($"{element}[]", expression.ToString()),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: { Count: > 0 } items }
            when items.Select(TypeOfLiteral).Distinct().ToList() is [{ } element] =>
                new CanaryConstant($"{element}[]", expression.ToString()),
        ObjectCreationExpressionSyntax
        {
            Type: GenericNameSyntax { TypeArgumentList.Arguments: [PredefinedTypeSyntax] } type,
            ArgumentList: null or { Arguments.Count: 0 },
            Initializer: { Expressions: { Count: > 0 } items },
        } when Collections.Contains(type.Identifier.ValueText)
            && items.All(IsLiteral) => new CanaryConstant(type.ToString(), expression.ToString()),
        _ => null,
    };

    /// <summary>Returns what a row expects of a parameter; null where that is no constant of the parameter's type.</summary>
    public static CanaryConstant? ReadAs(string type, ExpressionSyntax expression, double minDistance) =>
        IsPrimitive(type) && IsLiteral(expression) ? new CanaryConstant(type, TextOf(expression), minDistance) : null;

    /// <summary>
    /// Returns the third argument of an assertion about numbers as a distance: a number of digits, or a tolerance; null where it is
    /// neither.
    /// </summary>
    public static double? Distance(ExpressionSyntax argument) => argument is LiteralExpressionSyntax { Token.Value: { } value }
        ? value switch
        {
            int precision and >= 0 => 2 * Math.Pow(10, -precision),
            double tolerance => 2 * tolerance,
            _ => null,
        }
        : null;

    /// <summary>One text is written in many ways.</summary>
    private static string TextOf(ExpressionSyntax literal) => literal switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => SymbolDisplay.FormatLiteral(text, quote: true),
        LiteralExpressionSyntax { Token.Value: char letter } => SymbolDisplay.FormatLiteral(letter, quote: true),
        _ => literal.ToString(),
    };

    private static bool IsLiteral(ExpressionSyntax expression) => TypeOfLiteral(expression) is not null;

    private static string? TypeOfLiteral(ExpressionSyntax expression) => expression switch
    {
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax number } minus when minus.IsKind(SyntaxKind.UnaryMinusExpression) =>
            TypeOf(number.Token.Value),
        LiteralExpressionSyntax literal => TypeOf(literal.Token.Value),
        _ => null,
    };

    private static string? TypeOf(object? value) => value switch
    {
        int => "int",
        long => "long",
        uint => "uint",
        ulong => "ulong",
        double => "double",
        float => "float",
        decimal => "decimal",
        char => "char",
        string => "string",
        _ => null,
    };
}
