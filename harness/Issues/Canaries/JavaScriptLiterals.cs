namespace Eval.Harness.Issues.Canaries;

/// <summary>Finds the literals that decide whether a test in JavaScript passes: those of what is expected.</summary>
internal static class JavaScriptLiterals
{
    /// <summary>What takes the value that is expected as its second argument: <c>assert.equal(actual, expected)</c>.</summary>
    private static readonly HashSet<string> Assertions = new(StringComparer.Ordinal) { "equal", "strictEqual", "deepEqual",
        "deepStrictEqual", "lengthOf" };

    /// <summary>What stands behind <c>expect(actual)</c> or <c>actual.should</c>, in the words of jest, vitest and chai.</summary>
    private static readonly HashSet<string> Expectations = new(StringComparer.Ordinal)
    {
        "toBe", "toEqual", "toStrictEqual", "toHaveLength", "toHaveBeenCalledTimes", "toContain", "toMatchObject", "toThrow",
        "equal", "equals", "eq", "eql", "eqls", "lengthOf",
    };

    private static readonly string[] ExpectedFields = ["expected", "expect", "want", "wanted", "result", "output", "out"];

    /// <summary>Returns the literals that a test compares with.</summary>
    public static IEnumerable<CodeToken> OfBody(string text, IReadOnlyList<CodeToken> tokens)
    {
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Kind != CodeTokenKind.Name || !tokens[i + 1].Is(text, "(")
                || ExpectedArgument(text, tokens, i) is not { } expected
                || LiteralSides.Close(text, tokens, i + 1) is not (var close and > 0))
            {
                continue;
            }

            var arguments = LiteralSides.Split(text, [.. tokens.Skip(i + 2).Take(close - i - 2)], ",");
            foreach (var literal in arguments.Count > expected ? OfValue(text, arguments[expected]) : [])
            {
                yield return literal;
            }
        }
    }

    /// <summary>Returns the literals of what the rows of a table expect: a field by such a name, else what stands last.</summary>
    public static IEnumerable<CodeToken> OfTable(string text, IReadOnlyList<CodeToken> table)
    {
        foreach (var row in Elements(text, table, "["))
        {
            var fields = Elements(text, row, "{");
            var expected = fields.FirstOrDefault(field => field.Count > 2 && ExpectedFields.Any(name => field[0].Is(text, name)))
                ?? fields.LastOrDefault();
            var value = expected is null ? Elements(text, row, "[").LastOrDefault() : expected.Skip(2).ToList();
            foreach (var literal in value is null ? [] : OfValue(text, value))
            {
                yield return literal;
            }
        }
    }

    private static IEnumerable<CodeToken> OfValue(string text, IReadOnlyList<CodeToken> value) =>
        LiteralSides.IsValue(text, value) ? value.Where(token => token.Kind is CodeTokenKind.Text or CodeTokenKind.Number) : [];

    /// <summary>
    /// Which argument of a call is the value that is expected; null where it is no such call, or one that is turned round.
    /// </summary>
    private static int? ExpectedArgument(string text, IReadOnlyList<CodeToken> tokens, int at)
    {
        var name = tokens[at].In(text);
        var chain = new List<string>();
        while (at >= 2 && tokens[at - 1].Is(text, ".") && tokens[at - 2].Kind == CodeTokenKind.Name)
        {
            at -= 2;
            chain.Add(tokens[at].In(text));
        }

        var isExpectation = chain.Contains("should") || (at >= 2 && tokens[at - 1].Is(text, ".") && tokens[at - 2].Is(text, ")"));
        return chain.Contains("not") ? null : isExpectation && Expectations.Contains(name) ? 0 : !isExpectation && Assertions.Contains(name)
            ? 1 : null;
    }

    /// <summary>What stands between the commas of a list or of an object; nothing where these are none.</summary>
    private static List<IReadOnlyList<CodeToken>> Elements(string text, IReadOnlyList<CodeToken> tokens, string open) =>
        tokens.Count > 2 && tokens[0].Is(text, open) && LiteralSides.Close(text, tokens, 0) == tokens.Count - 1
            ? [.. LiteralSides.Split(text, [.. tokens.Skip(1).SkipLast(1)], ",").Where(element => element.Count > 0)]
            : [];
}
