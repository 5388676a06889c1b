namespace Eval.Harness.Issues.Canaries;

/// <summary>Tests of pytest, unittest and SymPy's runner: functions and methods whose names begin with <c>test</c>.</summary>
internal sealed class PythonTestSyntax : ITestSyntax
{
    private const string Prefix = "test_";

    public string NameFrom(string chars) => Prefix + chars;

    public IEnumerable<string> Words(string text) =>
        PythonLine.Read(text).SelectMany(line => line.Tokens).SelectMany(token => SourceWords.Find(token.In(text)));

    public IReadOnlyList<HiddenTest> Read(string text)
    {
        var lines = PythonLine.Read(text);
        var tests = new List<HiddenTest>();
        var classes = new Stack<PythonLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            while (classes.TryPeek(out var open) && lines[i].Indent <= open.Indent)
            {
                classes.Pop();
            }

            var isInside = classes.Count > 0 ? lines[i].Indent == BodyIndent(lines, classes.Peek()) : lines[i].Indent == 0;
            if (isInside && lines[i].Begins(text, "class"))
            {
                classes.Push(lines[i]);
            }
            else if (isInside && NameOf(text, lines[i]) is { } name)
            {
                var first = i;
                while (first > 0 && lines[first - 1].Indent == lines[i].Indent && lines[first - 1].Begins(text, "@"))
                {
                    first--;
                }

                var last = i;
                while (last + 1 < lines.Count && lines[last + 1].Indent > lines[i].Indent)
                {
                    last++;
                }

                tests.Add(new HiddenTest
                {
                    Name = name.In(text),
                    NameStart = name.Start,
                    NameEnd = name.End,
                    Container = classes.Count > 0 ? classes.Peek().Start : -1,
                    Start = lines[first].Start,
                    End = lines[last].End,
                    Literals = PythonLiterals.Find(text, [.. lines.Skip(i + 1).Take(last - i)]),
                });
                i = last;
            }
        }

        return tests;
    }

    public string Constant(string text, HiddenTest like, string name, (int Less, int More) comparison)
    {
        var head = text.AsSpan(text.LastIndexOf('\n', like.NameStart) + 1, like.NameStart - text.LastIndexOf('\n', like.NameStart) - 1);
        var indent = new string(' ', head.Length - head.TrimStart().Length);
        return $"{indent}def {name}({(like.Container < 0 ? "" : "self")}):\n{indent}    assert {comparison.Less} < {comparison.More}\n";
    }

    private static int BodyIndent(IReadOnlyList<PythonLine> lines, PythonLine head) =>
        lines.FirstOrDefault(line => line.Start > head.Start)?.Indent ?? -1;

    private static CodeToken? NameOf(string text, PythonLine line)
    {
        var name = line.Begins(text, "def") ? 1 : line.Begins(text, "async", "def") ? 2 : 0;
        return name > 0 && name < line.Tokens.Count && line.Tokens[name].In(text).StartsWith("test", StringComparison.Ordinal)
            ? line.Tokens[name] : null;
    }
}
