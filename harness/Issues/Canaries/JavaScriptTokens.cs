namespace Eval.Harness.Issues.Canaries;

/// <summary>Takes JavaScript apart, as far as strings, comments, templates and regular expressions must not be mistaken for code.</summary>
internal static class JavaScriptTokens
{
    // Behind these a slash begins a regular expression; behind other names, numbers and closing brackets it divides.
    private static readonly string[] BeforeExpressions = ["return", "typeof", "case", "in", "of", "new", "delete", "void", "throw", "else",
        "do", "await", "yield"];

    public static IReadOnlyList<CodeToken> Read(string text)
    {
        var tokens = new List<CodeToken>();
        var at = 0;
        while (at < text.Length)
        {
            var letter = text[at];
            if (char.IsWhiteSpace(letter))
            {
                at++;
            }
            else if (letter == '/' && At(text, at + 1) is '/' or '*')
            {
                at = EndOfComment(text, at);
            }
            else
            {
                var token = Next(text, at, tokens);
                tokens.Add(token);
                at = token.End;
            }
        }

        return tokens;
    }

    private static CodeToken Next(string text, int at, List<CodeToken> before)
    {
        var letter = text[at];
        if (letter is '"' or '\'')
        {
            return new CodeToken(CodeTokenKind.Text, at, EndOfString(text, at));
        }

        if (letter == '`')
        {
            var end = EndOfTemplate(text, at);
            return new CodeToken(text.IndexOf("${", at, end - at, StringComparison.Ordinal) < 0 ? CodeTokenKind.Text : CodeTokenKind.Opaque,
                at, end);
        }

        if (letter == '/' && IsBeforeExpression(text, before))
        {
            return new CodeToken(CodeTokenKind.Opaque, at, EndOfExpression(text, at));
        }

        var isName = char.IsLetter(letter) || letter is '_' or '$' or '#';
        if (!isName && !char.IsAsciiDigit(letter))
        {
            return new CodeToken(CodeTokenKind.Mark, at, at + 1);
        }

        var last = at;
        while (last < text.Length && (char.IsLetterOrDigit(text[last]) || text[last] is '_' or '$' or '#'
            || (!isName && text[last] == '.')))
        {
            last++;
        }

        return new CodeToken(isName ? CodeTokenKind.Name : CodeTokenKind.Number, at, last);
    }

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    private static int EndOfComment(string text, int at)
    {
        var end = text[at + 1] == '/' ? text.IndexOf('\n', at) : text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        return end < 0 ? text.Length : text[at + 1] == '/' ? end : end + 2;
    }

    private static int EndOfString(string text, int quote)
    {
        var at = quote + 1;
        while (at < text.Length && text[at] != text[quote] && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfTemplate(string text, int start)
    {
        var at = start + 1;
        while (at < text.Length && text[at] != '`')
        {
            if (text[at] == '$' && At(text, at + 1) == '{')
            {
                at = EndOfHole(text, at + 2);
            }
            else
            {
                at += text[at] == '\\' ? 2 : 1;
            }
        }

        return Math.Min(at + 1, text.Length);
    }

    /// <summary>Behind the bracket that ends what is filled into a template, which may hold strings and templates of its own.</summary>
    private static int EndOfHole(string text, int at)
    {
        var depth = 1;
        while (at < text.Length && depth > 0)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            at = text[at] is '"' or '\'' ? EndOfString(text, at) : text[at] == '`' ? EndOfTemplate(text, at) : at + 1;
        }

        return at;
    }

    private static bool IsBeforeExpression(string text, List<CodeToken> before) =>
        before.Count == 0 || before[^1] switch
        {
            { Kind: CodeTokenKind.Name } name => BeforeExpressions.Any(word => name.Is(text, word)),
            { Kind: CodeTokenKind.Mark } mark => text[mark.Start] is not (')' or ']' or '}'),
            _ => false,
        };

    private static int EndOfExpression(string text, int start)
    {
        var isInClass = false;
        var at = start + 1;
        while (at < text.Length && text[at] != '\n' && (isInClass || text[at] != '/'))
        {
            isInClass = text[at] == '[' || (isInClass && text[at] != ']');
            at += text[at] == '\\' ? 2 : 1;
        }

        at++;
        while (at < text.Length && char.IsLetter(text[at]))
        {
            at++;
        }

        return Math.Min(at, text.Length);
    }
}
