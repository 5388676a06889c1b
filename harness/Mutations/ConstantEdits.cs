using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>Replaces numbers by their neighbours and zero, truth values by their opposite, characters and text by other ones.</summary>
internal static class ConstantEdits
{
    private const string Name = "constant";

    public static IEnumerable<Edit> Find(SyntaxNode node) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax literal } minus =>
            Numbers(minus, literal.Token, -1),
        LiteralExpressionSyntax { Parent.RawKind: not (int)SyntaxKind.UnaryMinusExpression } literal => OfLiteral(literal),
        InterpolatedStringTextSyntax text => [new Edit(Name, text.Span, "")],
        _ => [],
    };

    private static IEnumerable<Edit> OfLiteral(LiteralExpressionSyntax literal) => literal.Kind() switch
    {
        SyntaxKind.NumericLiteralExpression => Numbers(literal, literal.Token, 1),
        SyntaxKind.TrueLiteralExpression => [new Edit(Name, literal.Span, "false")],
        SyntaxKind.FalseLiteralExpression => [new Edit(Name, literal.Span, "true")],
        SyntaxKind.CharacterLiteralExpression => [new Edit(Name, literal.Span, Quoted((char)literal.Token.Value!))],
        SyntaxKind.StringLiteralExpression or SyntaxKind.Utf8StringLiteralExpression => Texts(literal),
        _ => [],
    };

    private static IEnumerable<Edit> Numbers(ExpressionSyntax whole, SyntaxToken token, int sign)
    {
        var digits = token.Text;
        var hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            || digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase);
        var suffix = hexadecimal
            ? digits[digits.AsSpan().TrimEnd("uUlL").Length..]
            : digits[digits.AsSpan().TrimEnd("uUlLfFdDmM").Length..];
        var values = token.Value switch
        {
            double number => Neighbours(sign * number).Select(value => Fraction(value)),
            float number => Neighbours(sign * (double)number).Select(value => Fraction(value)),
            decimal number => Neighbours(sign * number).Select(value => value.ToString(CultureInfo.InvariantCulture)),
            IConvertible number => Integers(sign * number.ToDecimal(CultureInfo.InvariantCulture), token.Value!),
            _ => [],
        };
        return values.Where(value => !IsZeroDivisor(whole, value))
            .Select(value => new Edit(Name, whole.Span, Signed(whole, value + suffix)));
    }

    private static IEnumerable<decimal> Neighbours(decimal value) =>
        new[] { value + 1, value - 1, 0 }.Distinct().Where(other => other != value);

    private static IEnumerable<double> Neighbours(double value) =>
        new[] { value + 1, value - 1, 0 }.Distinct().Where(other => !other.Equals(value) && double.IsFinite(other));

    private static IEnumerable<string> Integers(decimal value, object typed) =>
        Neighbours(value).Where(other => Fits(other, typed)).Select(other => other.ToString(CultureInfo.InvariantCulture));

    // A neighbour beyond its type would not compile.
    private static bool Fits(decimal value, object typed) => typed switch
    {
        int => value is >= int.MinValue and <= int.MaxValue,
        uint => value is >= 0 and <= uint.MaxValue,
        long => value is >= long.MinValue and <= long.MaxValue,
        _ => value is >= 0 and <= ulong.MaxValue,
    };

    private static string Fraction(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".E") ? text : text + ".0";
    }

    private static bool IsZeroDivisor(ExpressionSyntax whole, string value) =>
        value.AsSpan().TrimEnd("0.").IsEmpty
        && whole.Parent is BinaryExpressionSyntax { OperatorToken.Text: "/" or "%" } division
        && division.Right == whole;

    // "a -1" with 0 for 1 would otherwise read "a --1".
    private static string Signed(ExpressionSyntax whole, string value) =>
        value[0] == '-' && whole.Parent is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax ? $"({value})" : value;

    private static IEnumerable<Edit> Texts(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.ValueText;
        var suffix = literal.IsKind(SyntaxKind.Utf8StringLiteralExpression) ? "u8" : "";
        if (text.Length == 0)
        {
            yield return new Edit(Name, literal.Span, "\"?\"" + suffix);
            yield break;
        }

        yield return new Edit(Name, literal.Span, "\"\"" + suffix);
        if (text.Length > 1 && !char.IsSurrogate(text[^1]))
        {
            yield return new Edit(Name, literal.Span, SymbolDisplay.FormatLiteral(text[..^1], quote: true) + suffix);
        }
    }

    private static string Quoted(char value) =>
        SymbolDisplay.FormatLiteral(value is '~' or char.MaxValue ? '!' : (char)(value + 1), quote: true);
}
