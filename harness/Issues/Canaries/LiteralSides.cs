namespace Eval.Harness.Issues.Canaries;

/// <summary>Takes apart what an assertion compares.</summary>
internal static class LiteralSides
{
    private static readonly string[] Harmless = [",", ":", ".", "+", "-", "(", ")", "[", "]", "{", "}"];

    /// <summary>Splits pieces where marks stand one behind another outside of all brackets.</summary>
    public static IReadOnlyList<IReadOnlyList<CodeToken>> Split(string text, IReadOnlyList<CodeToken> tokens,
        params ReadOnlySpan<string> marks)
    {
        var parts = new List<IReadOnlyList<CodeToken>>();
        var part = new List<CodeToken>();
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            depth += Depth(text, tokens[i]);
            if (depth == 0 && Stands(text, tokens, i, marks))
            {
                parts.Add(part);
                part = [];
                i += marks.Length - 1;
            }
            else
            {
                part.Add(tokens[i]);
            }
        }

        parts.Add(part);
        return parts;
    }

    public static int Depth(string text, CodeToken token) =>
        token.Kind != CodeTokenKind.Mark ? 0 : text[token.Start] is '(' or '[' or '{' ? 1 : text[token.Start] is ')' or ']' or '}' ? -1 : 0;

    /// <summary>Returns the bracket that ends what one begins; -1 where there is none.</summary>
    public static int Close(string text, IReadOnlyList<CodeToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += Depth(text, tokens[i]);
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Whether pieces are a value that is written down: they call nothing, look nothing up and calculate nothing, so that a literal in them
    /// decides what the whole is equal to.
    /// </summary>
    public static bool IsValue(string text, IReadOnlyList<CodeToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var isCalled = i > 0 && text[token.Start] is '(' or '[' && token.Kind == CodeTokenKind.Mark && i > 0
                && (tokens[i - 1].Kind is CodeTokenKind.Name or CodeTokenKind.Text or CodeTokenKind.Opaque
                    || text[tokens[i - 1].Start] is ')' or ']');
            if (isCalled || token.Kind == CodeTokenKind.Opaque
                || (token.Kind == CodeTokenKind.Mark && !Harmless.Any(mark => token.Is(text, mark))))
            {
                return false;
            }
        }

        return tokens.Count > 0;
    }

    private static bool Stands(string text, IReadOnlyList<CodeToken> tokens, int at, ReadOnlySpan<string> marks)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            // Two marks of one operator touch.
            if (at + i >= tokens.Count || !tokens[at + i].Is(text, marks[i]) || (i > 0 && tokens[at + i].Start != tokens[at + i - 1].End))
            {
                return false;
            }
        }

        return true;
    }
}
