namespace Eval.Harness.Replies;

/// <summary>Reads what a statement at the top level of JavaScript declares, exports and needs.</summary>
internal static class ScriptStatement
{
    private static readonly HashSet<string> Globals = ["globalThis", "window", "global", "self", "exports"];

    public static CodeStatement Read(IReadOnlyList<CodeToken> tokens)
    {
        var declares = new HashSet<string>();
        var at = 0;
        var isDefault = false;
        if (tokens[0].Is("export"))
        {
            isDefault = tokens.Count > 1 && tokens[1].Is("default");
            at = isDefault ? 2 : 1;
        }

        var isAnonymous = false;
        if (at < tokens.Count)
        {
            isAnonymous = ReadHead(tokens, at, declares, isExport: at > 0);
        }

        var (bound, used) = Names(tokens);
        var isImport = tokens[0].Is("import") || IsRequired(tokens);
        return new CodeStatement(tokens[0].Start, tokens[^1].End)
        {
            Declares = isImport ? [.. declares, .. tokens[0].Is("import") ? bound : []] : declares,
            Needs = used.Except(bound).Except(declares).ToHashSet(),
            Methods = declares.Count > 0 && tokens.Any(token => token.Is("class")) ? Keys(tokens, Opening(tokens)).ToHashSet() : [],
            IsDefinition = declares.Count > 0 && tokens.Any(token => token.Is("function") || token.Is("class") || token.Is("=>")),
            IsImport = isImport,
            IsIdle = tokens.All(token => token.Kind is CodeTokenKind.Name or CodeTokenKind.Number || token.Is(",") || token.Is(".")),
            IsAnonymousExport = isAnonymous,
        };
    }

    /// <summary>Reads the beginning of a statement; returns whether it exports a function without a name.</summary>
    private static bool ReadHead(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares, bool isExport)
    {
        var head = at;
        head += tokens[head].Is("async") && head + 1 < tokens.Count ? 1 : 0;
        if (tokens[head].Is("function") || tokens[head].Is("class"))
        {
            var name = head + 1 < tokens.Count && tokens[head + 1].Is("*") ? head + 2 : head + 1;
            if (name < tokens.Count && tokens[name].Kind == CodeTokenKind.Name && !tokens[name].Is("extends"))
            {
                declares.Add(tokens[name].Text);
                return false;
            }

            return isExport;
        }

        if (tokens[at].Text is "const" or "let" or "var" && tokens[at].Kind == CodeTokenKind.Name)
        {
            ReadVariables(tokens, at + 1, declares);
            return false;
        }

        if (tokens[at].Is("{"))
        {
            declares.UnionWith(isExport ? Keys(tokens, at) : []);
            return false;
        }

        if (isExport)
        {
            return ReadExported(tokens, at, declares);
        }

        return ReadAssignment(tokens, at, declares);
    }

    private static void ReadVariables(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        var depth = 0;
        var isTarget = true;
        for (; at < tokens.Count; at++)
        {
            depth += tokens[at].IsOpening ? 1 : tokens[at].IsClosing ? -1 : 0;
            if (depth == 0 && (tokens[at].Is("=") || tokens[at].Is(",")))
            {
                isTarget = tokens[at].Is(",");
            }
            else if (isTarget && tokens[at].Kind == CodeTokenKind.Name && !(at + 1 < tokens.Count && tokens[at + 1].Is(":")) && !tokens[at - 1].Is("."))
            {
                declares.Add(tokens[at].Text);
            }
        }
    }

    /// <summary>Reads <c>f = …</c>, <c>globalThis.f = …</c>, <c>module.exports.f = …</c> and <c>module.exports = …</c>.</summary>
    private static bool ReadAssignment(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        var equals = at;
        while (equals < tokens.Count && !tokens[equals].Is("="))
        {
            if (tokens[equals].Kind != CodeTokenKind.Name && !tokens[equals].Is("."))
            {
                return false;
            }

            equals++;
        }

        if (equals >= tokens.Count - 1 || equals == at)
        {
            return false;
        }

        var path = tokens.Skip(at).Take(equals - at).Where(token => token.Kind == CodeTokenKind.Name).Select(token => token.Text).ToList();
        var isModule = path[0] == "module" && path.Count > 1 && path[1] == "exports";
        path.RemoveRange(0, isModule ? 2 : path.Count > 1 && Globals.Contains(path[0]) ? 1 : 0);
        if (path.Count == 1 && !(path[0] == "exports" && !isModule))
        {
            declares.Add(path[0]);
            return false;
        }

        return path.Count <= 1 && (isModule || path.Count == 1) && ReadExported(tokens, equals + 1, declares);
    }

    /// <summary>Reads the value of an export: an object, a name, or a function with or without a name.</summary>
    private static bool ReadExported(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        if (at >= tokens.Count)
        {
            return false;
        }

        if (tokens[at].Is("{"))
        {
            declares.UnionWith(Keys(tokens, at));
            return false;
        }

        if (tokens[at].Text is "function" or "class" or "async" && tokens[at].Kind == CodeTokenKind.Name)
        {
            return ReadHead(tokens, at, declares, isExport: true);
        }

        if (tokens[at].Kind == CodeTokenKind.Name && (at + 1 == tokens.Count || tokens[at + 1].Is(";") || tokens[at + 1].Is("=")))
        {
            return tokens.Count > at + 1 && tokens[at + 1].Is("=") ? ReadAssignment(tokens, at, declares) : !declares.Add(tokens[at].Text);
        }

        return tokens.Skip(at).Any(token => token.Is("=>"));
    }

    /// <summary>Returns the names of an object's members, of a class's methods, or those under which names are exported.</summary>
    private static IEnumerable<string> Keys(IReadOnlyList<CodeToken> tokens, int opening)
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
            var isKey = after.Kind == CodeTokenKind.Operator && after.Text is "," or "}" or ":" or "(" or "=";
            if (depth == 1 && tokens[i].Kind == CodeTokenKind.Name && isKey && !tokens[i - 1].Is(":") && !tokens[i - 1].Is("."))
            {
                yield return tokens[i].Text;
            }
        }
    }

    private static int Opening(IReadOnlyList<CodeToken> tokens) => tokens.TakeWhile(token => !token.Is("{")).Count();

    /// <summary>Whether the statement takes its names from another file.</summary>
    private static bool IsRequired(IReadOnlyList<CodeToken> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i - 1].Is("=") && (tokens[i].Is("require") || tokens[i].Is("await") && i + 1 < tokens.Count && tokens[i + 1].Is("import")))
            {
                return tokens[0].Text is "const" or "let" or "var";
            }
        }

        return false;
    }

    private static (HashSet<string> Bound, HashSet<string> Used) Names(IReadOnlyList<CodeToken> tokens)
    {
        var (bound, used) = (new HashSet<string>(), new HashSet<string>());
        var isImport = tokens[0].Is("import");
        var isDeclared = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var before = i > 0 ? tokens[i - 1] : default;
            var after = i + 1 < tokens.Count ? tokens[i + 1] : default;
            isDeclared = before.Text is "const" or "let" or "var" or "function" or "class" or "catch"
                || before.Is("*") && i > 1 && tokens[i - 2].Is("function")
                || isDeclared && (before.Text is "," or "{" or "[" or "..." or "(" || tokens[i].Text is "," or "{" or "[" or "..." or "(");
            if (tokens[i].Kind != CodeTokenKind.Name || ScriptReader.IsKeyword(tokens[i].Text) || before.Is(".") || before.Is("?."))
            {
                continue;
            }

            // What stands in front of an arrow or in the brackets behind a function's name are parameters; a name that is bound anywhere needs no other piece.
            if (isImport || isDeclared || after.Is("=>") || IsParameter(tokens, i))
            {
                bound.Add(tokens[i].Text);
            }
            else if (!(after.Is(":") && (before.Is("{") || before.Is(","))))
            {
                used.Add(tokens[i].Text);
            }
        }

        return (bound, used);
    }

    /// <summary>Whether a name stands in brackets that <c>=&gt;</c> or a body follow; only near ones are looked at.</summary>
    private static bool IsParameter(IReadOnlyList<CodeToken> tokens, int at)
    {
        const int Near = 40;
        if (!(tokens[at - (at > 0 ? 1 : 0)].Text is "(" or "," or "{" or "[" or "..." or ":"))
        {
            return false;
        }

        var depth = 0;
        for (var i = at; i < Math.Min(tokens.Count, at + Near); i++)
        {
            depth += tokens[i].IsOpening ? 1 : tokens[i].IsClosing ? -1 : 0;
            if (depth < 0 && tokens[i].Is(")"))
            {
                return i + 1 < tokens.Count && (tokens[i + 1].Is("=>") || tokens[i + 1].Is("{"));
            }
        }

        return false;
    }
}
