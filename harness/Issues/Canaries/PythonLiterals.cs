namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// Finds the literals of a test in Python that are compared with what is tested: of an equality the side that calls nothing, what an
/// exception's text must match, and what a text must contain.
/// </summary>
internal static class PythonLiterals
{
    /// <summary>A text that another one contains decides only when it is too long to stand there by chance.</summary>
    private const int MinContainedChars = 10;

    private static readonly string[] OtherConditions = ["and", "or", "not", "in", "is", "if", "lambda"];

    public static IReadOnlyList<CodeToken> Find(string text, IReadOnlyList<PythonLine> body)
    {
        var found = new List<CodeToken>();
        foreach (var line in body)
        {
            if (line.Begins(text, "assert"))
            {
                OfAssert(text, [.. line.Tokens.Skip(1)], body, found);
            }
            else if (line.Begins(text, "self", "."))
            {
                OfMethod(text, line.Tokens, body, found);
            }
            else if (line.Begins(text, "with"))
            {
                OfMatch(text, line.Tokens, found);
            }
        }

        return found;
    }

    private static void OfAssert(string text, IReadOnlyList<CodeToken> tokens, IReadOnlyList<PythonLine> body, List<CodeToken> found)
    {
        // Behind a comma stands what is said when it fails.
        var condition = LiteralSides.Split(text, tokens, ",")[0];
        var sides = LiteralSides.Split(text, condition, "=", "=");
        if (sides.Count == 2 && LiteralSides.Split(text, condition, "!", "=").Count == 1 && !HasOther(text, condition))
        {
            OfSides(text, sides[0], sides[1], body, found);
        }
        else if (condition is [{ Kind: CodeTokenKind.Text } literal, var second, ..] && second.Is(text, "in") && IsLong(literal))
        {
            found.Add(literal);
        }
    }

    private static void OfMethod(string text, IReadOnlyList<CodeToken> tokens, IReadOnlyList<PythonLine> body, List<CodeToken> found)
    {
        if (tokens.Count < 5 || !tokens[3].Is(text, "("))
        {
            return;
        }

        var method = tokens[2].In(text);
        var arguments = LiteralSides.Split(text, [.. tokens.Skip(4).SkipLast(1)], ",");
        if (method.StartsWith("assert", StringComparison.Ordinal) && method.EndsWith("Equal", StringComparison.Ordinal)
            && !method.Contains("Not", StringComparison.Ordinal) && !method.Contains("Almost", StringComparison.Ordinal)
            && arguments.Count >= 2)
        {
            OfSides(text, arguments[0], arguments[1], body, found);
        }
        else if (method == "assertIn" && arguments is [[{ Kind: CodeTokenKind.Text } literal], ..] && IsLong(literal))
        {
            found.Add(literal);
        }
    }

    /// <summary>With another text the exception's own does not match any more.</summary>
    private static void OfMatch(string text, IReadOnlyList<CodeToken> tokens, List<CodeToken> found)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (tokens[i].Is(text, "match") && tokens[i + 1].Is(text, "=") && tokens[i + 2].Kind == CodeTokenKind.Text
                && IsLong(tokens[i + 2]))
            {
                found.Add(tokens[i + 2]);
            }
        }
    }

    private static void OfSides(string text, IReadOnlyList<CodeToken> left, IReadOnlyList<CodeToken> right, IReadOnlyList<PythonLine> body,
        List<CodeToken> found)
    {
        var (isLeft, isRight) = (LiteralSides.IsValue(text, left), LiteralSides.IsValue(text, right));
        var side = isRight && !IsConstant(left) ? right : isLeft && !IsConstant(right) ? left : null;
        if (side is null)
        {
            return;
        }

        if (side is [{ Kind: CodeTokenKind.Name } name])
        {
            found.AddRange(OfVariable(text, name.In(text), body));
            return;
        }

        found.AddRange(side.Where(token => token.Kind is CodeTokenKind.Text or CodeTokenKind.Number));
    }

    /// <summary>The literals of a value that is given a name for nothing but this comparison.</summary>
    private static IEnumerable<CodeToken> OfVariable(string text, string name, IReadOnlyList<PythonLine> body)
    {
        var all = body.SelectMany(line => line.Tokens).Count(token => token.Is(text, name));
        var assigned = body.FirstOrDefault(line => line.Begins(text, name, "=") && !line.Begins(text, name, "=", "="));
        var value = assigned?.Tokens.Skip(2).ToList();
        return all == 2 && value is not null && LiteralSides.IsValue(text, value)
            ? value.Where(token => token.Kind is CodeTokenKind.Text or CodeTokenKind.Number) : [];
    }

    private static bool IsLong(CodeToken literal) => literal.End - literal.Start >= MinContainedChars;

    private static bool IsConstant(IReadOnlyList<CodeToken> side) =>
        side.All(token => token.Kind is CodeTokenKind.Text or CodeTokenKind.Number or CodeTokenKind.Mark);

    private static bool HasOther(string text, IReadOnlyList<CodeToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += LiteralSides.Depth(text, token);
            if (depth == 0 && (OtherConditions.Any(word => token.Is(text, word)) || token.Is(text, "<") || token.Is(text, ">")))
            {
                return true;
            }
        }

        return false;
    }
}
