using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>
/// Finds C# that is nested deeper than a parser can follow: Roslyn's descends on the stack, where an overflow ends the whole program, and
/// looks ahead at each bracket, which takes as long as their number squared. The lexer does neither, so it looks first.
/// </summary>
internal static class Nesting
{
    /// <summary>Far more than people or generators write, far less than a stack of 1 MB takes.</summary>
    public const int Limit = 500;

    /// <summary>Returns the first line on which more than <see cref="Limit"/> brackets are open; null when there is none.</summary>
    public static int? FirstLineBeyondLimit(string code)
    {
        var open = 0;
        var openTypeArguments = 0;
        foreach (var token in SyntaxFactory.ParseTokens(code))
        {
            switch (token.Kind())
            {
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBraceToken or SyntaxKind.OpenBracketToken:
                    open++;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBraceToken or SyntaxKind.CloseBracketToken:
                    open--;
                    openTypeArguments = 0;
                    break;
                case SyntaxKind.LessThanToken:
                    openTypeArguments++;
                    break;
                case SyntaxKind.GreaterThanToken:
                    openTypeArguments--;
                    break;
                case SyntaxKind.IdentifierToken or SyntaxKind.CommaToken or SyntaxKind.DotToken or SyntaxKind.ColonColonToken
                    or SyntaxKind.QuestionToken:
                    break;
                case var kind when !SyntaxFacts.IsPredefinedType(kind):
                    // Those before were comparisons: nothing else stands between the arguments of a type.
                    openTypeArguments = 0;
                    break;
            }

            if (open > Limit || openTypeArguments > Limit)
            {
                return code.AsSpan(0, token.SpanStart).Count('\n') + 1;
            }
        }

        return null;
    }
}
