namespace Eval.Harness.Replies;

/// <summary>Collects which names a line of Python binds and which it uses.</summary>
internal sealed class PythonNames
{
    private static readonly HashSet<string> Keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
            "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    private readonly HashSet<string> _bound = [];
    private readonly HashSet<string> _used = [];

    /// <summary>Gets the names that a line at the top level binds there.</summary>
    public HashSet<string> Declared { get; } = [];

    /// <summary>Returns the names that are used and bound nowhere.</summary>
    public HashSet<string> Needs() => [.. _used.Except(_bound)];

    /// <param name="line">The line.</param>
    /// <param name="isTopLevel">Whether it stands outside of functions and classes.</param>
    public void Read(IReadOnlyList<CodeToken> line, bool isTopLevel)
    {
        var first = line[0].Is("async") && line.Count > 1 ? 1 : 0;
        var here = new HashSet<string>();
        if (line[first].Is("import") || line[first].Is("from"))
        {
            ReadImport(line, here);
        }
        else
        {
            ReadCode(line, first, here);
        }

        _bound.UnionWith(here);
        if (isTopLevel)
        {
            var isDefinition = line[first].Is("def") || line[first].Is("class");
            Declared.UnionWith(isDefinition ? here.Where(name => line.Count > first + 1 && line[first + 1].Text == name) : here);
        }
    }

    private static void ReadImport(IReadOnlyList<CodeToken> line, HashSet<string> here)
    {
        var from = line[0].Is("from") ? line.TakeWhile(token => !token.Is("import")).Count() : 0;
        for (var i = from + 1; i < line.Count; i++)
        {
            // Of a.b only a is bound, of "x as y" only y.
            if (line[i].Kind == CodeTokenKind.Name && !line[i].Is("as") && !line[i - 1].Is(".")
                && !(i + 1 < line.Count && line[i + 1].Is("as")))
            {
                here.Add(line[i].Text);
            }
        }
    }

    private void ReadCode(IReadOnlyList<CodeToken> line, int first, HashSet<string> here)
    {
        var targets = TargetsEnd(line);
        var (isDefinition, isCase) = (line[first].Is("def"), line[first].Is("case"));
        var (depth, loopDepth, lambdaDepth) = (0, -1, -1);
        for (var i = 0; i < line.Count; i++)
        {
            var token = line[i];
            depth += token.IsOpening ? 1 : token.IsClosing ? -1 : 0;
            loopDepth = token.Is("for") ? depth : token.Is("in") && depth <= loopDepth ? -1 : loopDepth;
            lambdaDepth = token.Is("lambda") ? depth : token.Is(":") && depth <= lambdaDepth ? -1 : lambdaDepth;
            if (token.Kind != CodeTokenKind.Name || Keywords.Contains(token.Text))
            {
                continue;
            }

            var before = i > 0 ? line[i - 1] : default;
            var after = i + 1 < line.Count ? line[i + 1] : default;
            if (before.Is("."))
            {
                continue;
            }

            var isWhole = !after.Is(".") && !after.Is("(") && !after.Is("[");
            var isParameter = (isDefinition && depth == 1 || lambdaDepth == depth) && before.Text is "(" or "," or "*" or "**" or "lambda";
            if (before.Is("def") || before.Is("class") || before.Is("as") || after.Is(":=") || isParameter
                || (loopDepth >= 0 || i < targets || isCase && !after.Is("=")) && isWhole)
            {
                here.Add(token.Text);
            }
            else if (depth == 0 || !after.Is("="))
            {
                _used.Add(token.Text);
            }
        }
    }

    /// <summary>Returns where the targets of an assignment end; 0 where there are none.</summary>
    private static int TargetsEnd(IReadOnlyList<CodeToken> line)
    {
        var depth = 0;
        for (var i = line.Count - 1; i > 0; i--)
        {
            depth += line[i].IsClosing ? 1 : line[i].IsOpening ? -1 : 0;
            if (depth == 0 && line[i].Kind == CodeTokenKind.Operator && line[i].Text[^1] == '='
                && line[i].Text is not ("==" or "!=" or "<=" or ">=" or ":="))
            {
                return i;
            }
        }

        // An annotation without a value binds as well.
        return line.Count > 1 && line[1].Is(":") ? 1 : 0;
    }
}
