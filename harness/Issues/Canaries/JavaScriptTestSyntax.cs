namespace Eval.Harness.Issues.Canaries;

/// <summary>Tests of node:test and of runners that look like it: statements that call <c>it</c> or <c>test</c> with a name and a function.</summary>
internal sealed class JavaScriptTestSyntax : ITestSyntax
{
    private static readonly string[] Callers = ["it", "test"];
    private static readonly string[] Suites = ["describe", "suite"];

    /// <summary>What compares two of its arguments, and which of them is the one expected.</summary>
    private static readonly Dictionary<string, int> Comparisons = new(StringComparer.Ordinal)
    {
        ["equal"] = 1, ["strictEqual"] = 1, ["deepEqual"] = 1, ["deepStrictEqual"] = 1,
        // What stands behind expect(actual).
        ["toBe"] = 0, ["toEqual"] = 0, ["toStrictEqual"] = 0,
    };

    public string NameFrom(string letters) => letters;

    public IEnumerable<string> Words(string text) => JavaScriptTokens.Read(text).SelectMany(token => SourceWords.Of(token.In(text)));

    public IReadOnlyList<HiddenTest> Read(string text)
    {
        var tests = new List<HiddenTest>();
        ReadStatements(text, JavaScriptTokens.Read(text), -1, tests);
        return tests;
    }

    public string Constant(string text, HiddenTest like, string name, (int Less, int More) comparison)
    {
        var caller = JavaScriptTokens.Read(text[like.Start..like.NameStart])[0].In(text[like.Start..like.NameStart]);
        return $"{caller}('{name}', () => {{ if (!({comparison.Less} < {comparison.More})) throw new Error('{comparison.Less}'); }});";
    }

    /// <summary>Reads the statements of a file or of a suite's function; what is in other brackets may be called any number of times.</summary>
    private static void ReadStatements(string text, IReadOnlyList<CodeToken> tokens, int container, List<HiddenTest> tests)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            var isStatement = i == 0 || (tokens[i - 1].Kind == CodeTokenKind.Mark && text[tokens[i - 1].Start] is ';' or ')' or '}');
            var close = tokens[i + 1].Is(text, "(") ? Close(text, tokens, i + 1) : -1;
            if (close < 0 || !isStatement || tokens[i].Kind != CodeTokenKind.Name)
            {
                i = LiteralSides.Depth(text, tokens[i]) > 0 ? Math.Max(i, Close(text, tokens, i)) : i;
                continue;
            }

            var inside = tokens.Skip(i + 2).Take(close - i - 2).ToList();
            if (Suites.Any(suite => tokens[i].Is(text, suite)) && Body(text, inside) is { } body)
            {
                ReadStatements(text, body, tokens[i].Start, tests);
            }
            else if (Callers.Any(caller => tokens[i].Is(text, caller)) && inside is [{ Kind: CodeTokenKind.Text } name, var comma, ..] && comma.Is(text, ",") && Plain(text, name) is { } plain)
            {
                var end = close + 1 < tokens.Count && tokens[close + 1].Is(text, ";") ? close + 1 : close;
                tests.Add(new HiddenTest
                {
                    Name = plain, NameStart = name.Start + 1, NameEnd = name.End - 1, Container = container, Start = tokens[i].Start, End = tokens[end].End, Literals = Literals(text, inside),
                });
            }

            i = close;
        }
    }

    /// <summary>The name without its quotes; null for one with escapes, which is told otherwise than it is written.</summary>
    private static string? Plain(string text, CodeToken name) => text[(name.Start + 1)..(name.End - 1)] is { Length: > 0 } plain && !plain.Contains('\\', StringComparison.Ordinal) ? plain : null;

    /// <summary>What a suite's last argument, a function, holds in its braces.</summary>
    private static IReadOnlyList<CodeToken>? Body(string text, IReadOnlyList<CodeToken> inside)
    {
        var last = LiteralSides.Split(text, inside, ",")[^1];
        var open = last.Select((token, i) => (token, i)).FirstOrDefault(each => each.token.Is(text, "{")).i;
        return open > 0 && Close(text, last, open) == last.Count - 1 ? [.. last.Skip(open + 1).SkipLast(1)] : null;
    }

    private static List<CodeToken> Literals(string text, List<CodeToken> tokens)
    {
        var found = new List<CodeToken>();
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i + 1].Is(text, "(") || !tokens[i - 1].Is(text, ".") || !Comparisons.TryGetValue(tokens[i].In(text), out var expected) || Close(text, tokens, i + 1) is not (var close and > 0))
            {
                continue;
            }

            var arguments = LiteralSides.Split(text, [.. tokens.Skip(i + 2).Take(close - i - 2)], ",");
            if (arguments.Count > expected && LiteralSides.IsValue(text, arguments[expected]))
            {
                found.AddRange(arguments[expected].Where(token => token.Kind is CodeTokenKind.Text or CodeTokenKind.Number));
            }
        }

        return found;
    }

    private static int Close(string text, IReadOnlyList<CodeToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += LiteralSides.Depth(text, tokens[i]);
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
