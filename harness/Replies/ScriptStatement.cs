namespace Eval.Harness.Replies;

/// <summary>Reads what a statement at the top level of JavaScript declares, exports and needs.</summary>
internal static class ScriptStatement
{
    private static readonly HashSet<string> Globals = ["globalThis", "window", "global", "self", "this", "exports"];

    /// <param name="tokens">The statement's tokens.</param>
    /// <param name="text">The text they stand in.</param>
    public static CodeStatement Read(IReadOnlyList<CodeToken> tokens, string text)
    {
        var declares = new HashSet<string>();
        var at = !tokens[0].Is("export") ? 0 : tokens.Count > 1 && tokens[1].Is("default") ? 2 : 1;
        var isWhole = at < tokens.Count && ReadHead(tokens, at, declares);
        var (bound, used) = Names(tokens);
        var isImport = tokens[0].Is("import") || IsRequired(tokens);
        var isLocal = isImport && IsLocal(tokens, text);
        return new CodeStatement(tokens[0].Start, tokens[^1].End)
        {
            Declares = isLocal ? new HashSet<string>() : isImport ? [.. declares, .. tokens[0].Is("import") ? bound : []] : declares,
            Needs = isLocal ? bound : used.Except(bound).Except(declares).ToHashSet(),
            Methods = declares.Count == 0 ? [] : ScriptObject.Methods(tokens).ToHashSet(),
            IsDefinition = declares.Count > 0 && tokens.Any(token => token.Is("function") || token.Is("class") || token.Is("=>")),
            IsImport = isImport,
            IsLocalImport = isLocal,
            IsIdle = IsIdle(tokens),
            IsExport = at > 0 || tokens[0].Text is "module" or "exports",
            IsWholeExport = isWhole,
            ExportedName = isWhole ? LastName(tokens) : null,
            HelperStart = at < 2 ? tokens[0].Start : NameOf(tokens, at) is null ? tokens[^1].End : tokens[at].Start,
        };
    }

    /// <summary>Returns the name that a statement ends with as its whole value; null where it ends with something else.</summary>
    private static string? LastName(IReadOnlyList<CodeToken> tokens)
    {
        var last = tokens[^1].Is(";") ? tokens.Count - 2 : tokens.Count - 1;
        return last > 0 && tokens[last].Kind == CodeTokenKind.Name && (tokens[last - 1].Is("=") || tokens[last - 1].Is("default"))
            ? tokens[last].Text : null;
    }

    /// <summary>
    /// Whether a statement does nothing, as words of prose do, items of a list, or what stands behind a word and a colon.
    /// </summary>
    private static bool IsIdle(IReadOnlyList<CodeToken> tokens) =>
        tokens.All(token => token.Kind != CodeTokenKind.String
            && (token.Kind != CodeTokenKind.Operator || token.Text is "," or "." or "!" or "?" or ":"))
        || tokens[0].Kind == CodeTokenKind.Operator && tokens[0].Text is "-" or "*" or "+" or "**" or ">"
        || tokens.Count > 2 && tokens[0].Kind == CodeTokenKind.Name && tokens[1].Is(":")
            && !(tokens[2].Text is "{" or "for" or "while" or "do" or "switch");

    /// <summary>Reads the beginning of a statement; returns whether it exports a value alone or by default.</summary>
    private static bool ReadHead(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        if (at == 2)
        {
            return ReadValue(tokens, at, declares);
        }

        if (NameOf(tokens, at) is { } name)
        {
            declares.Add(name);
            return false;
        }

        if (tokens[at].Kind == CodeTokenKind.Name && tokens[at].Text is "const" or "let" or "var")
        {
            ReadVariables(tokens, at + 1, declares);
            var equals = tokens.TakeWhile(token => !token.Is("=")).Count();
            return equals + 1 < tokens.Count && ReadAssignments(tokens, equals + 1, declares);
        }

        if (tokens[at].Is("{"))
        {
            var exported = at == 0 ? [] : ScriptObject.Keys(tokens, at).ToHashSet();
            declares.UnionWith(exported);
            return exported.Contains("default");
        }

        return at == 0 && ReadAssignments(tokens, at, declares);
    }

    /// <summary>Returns the name of the function or class that begins at a token; null where none does, or it has no name.</summary>
    private static string? NameOf(IReadOnlyList<CodeToken> tokens, int at)
    {
        at += tokens[at].Is("async") ? 1 : 0;
        if (at >= tokens.Count || !tokens[at].Is("function") && !tokens[at].Is("class"))
        {
            return null;
        }

        at += at + 1 < tokens.Count && tokens[at + 1].Is("*") ? 2 : 1;
        return at < tokens.Count && tokens[at].Kind == CodeTokenKind.Name && !tokens[at].Is("extends") ? tokens[at].Text : null;
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
            else if (isTarget && tokens[at].Kind == CodeTokenKind.Name && !(at + 1 < tokens.Count && tokens[at + 1].Is(":"))
                && !tokens[at - 1].Is("."))
            {
                declares.Add(tokens[at].Text);
            }
        }
    }

    /// <summary>
    /// Reads <c>f = …</c>, <c>globalThis.f = …</c>, <c>exports.f = …</c> and <c>module.exports = …</c>, also several in a row; returns
    /// whether a value
    /// is exported alone or by default.
    /// </summary>
    private static bool ReadAssignments(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        var isWhole = false;
        while (Target(tokens, at) is { } path)
        {
            at += 2 * path.Count;
            var isModule = path is ["module", "exports", ..];
            path.RemoveRange(0, isModule ? 2 : path.Count > 1 && Globals.Contains(path[0]) ? 1 : 0);
            isWhole |= isModule && path.Count == 0 || path is ["default"];
            if (path is [var name] && name != "default" && (isModule || name != "exports"))
            {
                declares.Add(name);
            }
        }

        return isWhole && ReadValue(tokens, at, declares);
    }

    /// <summary>Returns the names, parted by points, in front of an equals sign; null where something else begins at a token.</summary>
    private static List<string>? Target(IReadOnlyList<CodeToken> tokens, int at)
    {
        var path = new List<string>();
        for (; at + 2 < tokens.Count && tokens[at].Kind == CodeTokenKind.Name; at += 2)
        {
            path.Add(tokens[at].Text);
            if (tokens[at + 1].Is("="))
            {
                return path;
            }

            if (!tokens[at + 1].Is("."))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// Reads a value that is exported alone or by default; returns whether it can be what the tests call, and not only hold it.
    /// </summary>
    private static bool ReadValue(IReadOnlyList<CodeToken> tokens, int at, HashSet<string> declares)
    {
        if (at >= tokens.Count)
        {
            return false;
        }

        if (tokens[at].Is("{"))
        {
            declares.UnionWith(ScriptObject.Keys(tokens, at));
            return false;
        }

        declares.UnionWith(NameOf(tokens, at) is { } name ? [name] : []);
        return tokens[at].Kind is not (CodeTokenKind.String or CodeTokenKind.Number);
    }

    /// <summary>Whether what is imported is another file of the same program.</summary>
    private static bool IsLocal(IReadOnlyList<CodeToken> tokens, string text) =>
        tokens.LastOrDefault(token => token.Kind == CodeTokenKind.String) is { End: > 0 } path
        && path.Start + 1 < text.Length && text[path.Start + 1] == '.';

    /// <summary>Whether the statement takes its names from another file.</summary>
    private static bool IsRequired(IReadOnlyList<CodeToken> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i - 1].Is("=") && (tokens[i].Is("require")
                || tokens[i].Is("await") && i + 1 < tokens.Count && tokens[i + 1].Is("import")))
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

            // What stands in front of an arrow or in the brackets behind a function's name are parameters; a name that is bound anywhere
            // needs no other piece.
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
