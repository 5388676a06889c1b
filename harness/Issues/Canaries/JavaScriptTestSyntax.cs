namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// Tests of node:test, mocha, jest and vitest: statements that call <c>it</c>, <c>test</c> or <c>specify</c> with a name and a function, in
/// suites or
/// not, once or for each row of a table.
/// </summary>
internal sealed class JavaScriptTestSyntax : ITestSyntax
{
    public string NameFrom(string chars) => chars;

    public IEnumerable<string> Words(string text) => JavaScriptTokens.Read(text).SelectMany(token => SourceWords.Find(token.In(text)));

    public IReadOnlyList<HiddenTest> Read(string text)
    {
        var tests = new List<HiddenTest>();
        ReadStatements(text, JavaScriptTokens.Read(text), -1, tests);
        return tests;
    }

    public string Constant(string text, HiddenTest like, string name, (int Less, int More) comparison)
    {
        var caller = JavaScriptTokens.Read(text[like.Start..like.End]).Select(token => token.In(text[like.Start..like.End]))
            .First(word => word != RunnerCall.Await);
        return $"{caller}('{name}', () => {{ if (!({comparison.Less} < {comparison.More})) throw new Error('{comparison.Less}'); }});";
    }

    /// <summary>
    /// Reads the statements of a file or of a suite's function; what is in other brackets may be called any number of times.
    /// </summary>
    private static void ReadStatements(string text, IReadOnlyList<CodeToken> tokens, int container, List<HiddenTest> tests)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!IsStatement(text, tokens, i) || RunnerCall.Read(text, tokens, i) is not { } call)
            {
                i = LiteralSides.Depth(text, tokens[i]) > 0 ? Math.Max(i, LiteralSides.Close(text, tokens, i)) : i;
                continue;
            }

            if (call.IsSuite)
            {
                ReadStatements(text, Body(text, call.Arguments), tokens[i].Start, tests);
            }
            else if (call.Arguments is [{ Kind: CodeTokenKind.Text } name, var comma, ..] && comma.Is(text, ",")
                && Plain(text, name) is { } plain)
            {
                var end = call.Close + 1 < tokens.Count && tokens[call.Close + 1].Is(text, ";") ? call.Close + 1 : call.Close;
                tests.Add(new HiddenTest
                {
                    Name = plain,
                    NameStart = name.Start + 1,
                    // What rows are named by stays behind a made-up name.
                    NameEnd = call.IsTable ? name.Start + 1 : name.End - 1,
                    IsTable = call.IsTable,
                    Container = container,
                    Start = tokens[i].Start,
                    End = tokens[end].End,
                    Literals = [.. JavaScriptLiterals.OfTable(text, call.Table), .. JavaScriptLiterals.OfBody(text, call.Arguments)],
                });
            }

            i = call.Close;
        }
    }

    /// <summary>Whether a statement may begin here, also behind one that ends with its line.</summary>
    private static bool IsStatement(string text, IReadOnlyList<CodeToken> tokens, int at)
    {
        if (at == 0)
        {
            return true;
        }

        var before = tokens[at - 1];
        return (before.Kind == CodeTokenKind.Mark && text[before.Start] is ';' or ')' or '}')
            || ((before.Kind != CodeTokenKind.Mark || before.Is(text, "]"))
                && text.AsSpan(before.End, tokens[at].Start - before.End).Contains('\n'));
    }

    /// <summary>The name without its quotes; null for one with escapes, which is told otherwise than it is written.</summary>
    private static string? Plain(string text, CodeToken name) =>
        text[(name.Start + 1)..(name.End - 1)] is { Length: > 0 } plain && !plain.Contains('\\', StringComparison.Ordinal) ? plain : null;

    /// <summary>What a suite's last argument, a function, holds in its braces; nothing where it has none.</summary>
    private static IReadOnlyList<CodeToken> Body(string text, IReadOnlyList<CodeToken> inside)
    {
        var last = LiteralSides.Split(text, inside, ",").Last(argument => argument.Count > 0 || inside.Count == 0);
        var open = last.Select((token, i) => (token, i)).FirstOrDefault(each => each.token.Is(text, "{")).i;
        return open > 0 && LiteralSides.Close(text, last, open) == last.Count - 1 ? [.. last.Skip(open + 1).SkipLast(1)] : [];
    }
}
