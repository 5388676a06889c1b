namespace Eval.Harness.Replies;

/// <summary>Reads the members of objects and classes of JavaScript.</summary>
internal static class ScriptObject
{
    /// <summary>Returns the methods of a class, or the functions of an object, that a statement declares.</summary>
    public static IEnumerable<string> Methods(IReadOnlyList<CodeToken> tokens) =>
        tokens.Any(token => token.Is("class")) ? Keys(tokens, Opening(tokens)) : Functions(tokens);

    /// <summary>
    /// Returns the names of an object's members, of a class's methods, or other ones under which something is exported. A name alone leads
    /// to what is declared elsewhere.
    /// </summary>
    public static IEnumerable<string> Keys(IReadOnlyList<CodeToken> tokens, int opening)
    {
        var depth = 0;
        for (var i = opening; i >= 0 && i < tokens.Count; i++)
        {
            depth += tokens[i].IsOpening ? 1 : tokens[i].IsClosing ? -1 : 0;
            if (depth == 0)
            {
                yield break;
            }

            var after = i + 1 < tokens.Count ? tokens[i + 1] : default;
            var isKey = after.Kind == CodeTokenKind.Operator && (after.Text is ":" or "(" or "=" || tokens[i - 1].Is("as"));
            if (depth == 1 && tokens[i].Kind == CodeTokenKind.Name && isKey && BeginsMember(tokens, i))
            {
                yield return tokens[i].Text;
            }
        }
    }

    /// <summary>
    /// Whether a member can begin at a name; what is called, compared or passed on within a value has an operator in front.
    /// </summary>
    private static bool BeginsMember(IReadOnlyList<CodeToken> tokens, int at)
    {
        var before = tokens[at - 1];
        return before.Text is "{" or "," or ";" or "}" or "as" or "static" or "async" or "get" or "set"
            || before.Is("*") && (tokens[at - 2].Text is "async" or "static" || tokens[at - 2].Kind == CodeTokenKind.Operator)
            || tokens[at].IsFirstOnLine && (before.Kind != CodeTokenKind.Operator || before.IsClosing);
    }

    /// <summary>Returns the names of the functions of an object that a variable is given.</summary>
    private static List<string> Functions(IReadOnlyList<CodeToken> tokens)
    {
        var opening = Opening(tokens);
        if (opening < 3 || opening >= tokens.Count || !tokens[opening - 1].Is("=")
            || !(tokens[opening - 3].Text is "const" or "let" or "var"))
        {
            return [];
        }

        var depth = 0;
        var found = new List<string>();
        for (var i = opening; i + 2 < tokens.Count; i++)
        {
            depth += tokens[i].IsOpening ? 1 : tokens[i].IsClosing ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            var isKey = depth == 1 && tokens[i].Kind == CodeTokenKind.Name && tokens[i - 1].Text is "{" or "," or "*" or "async" or "get";
            if (isKey && (tokens[i + 1].Is("(") || tokens[i + 1].Is(":") && IsFunction(tokens, i + 2)))
            {
                found.Add(tokens[i].Text);
            }
        }

        return found;
    }

    /// <summary>Whether a function begins at a token: by its word, or with parameters that an arrow follows.</summary>
    private static bool IsFunction(IReadOnlyList<CodeToken> tokens, int at)
    {
        if (tokens[at].Text is "function" or "async" || at + 1 < tokens.Count && tokens[at + 1].Is("=>"))
        {
            return true;
        }

        var depth = 0;
        for (var i = at; i + 1 < tokens.Count && (depth > 0 || i == at); i++)
        {
            depth += tokens[i].IsOpening ? 1 : tokens[i].IsClosing ? -1 : 0;
            if (depth == 0)
            {
                return tokens[i].Is(")") && tokens[i + 1].Is("=>");
            }
        }

        return false;
    }

    private static int Opening(IReadOnlyList<CodeToken> tokens) => tokens.TakeWhile(token => !token.Is("{")).Count();
}
