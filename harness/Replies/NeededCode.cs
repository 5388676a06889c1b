namespace Eval.Harness.Replies;

/// <summary>
/// Completes an answer that is spread over several pieces by those whose names it needs. Of an earlier draft, which declares the same
/// names, only the statements are taken that are needed, and what one piece would import from another goes.
/// </summary>
internal static class NeededCode
{
    /// <param name="main">The piece that was chosen.</param>
    /// <param name="all">All pieces in their order.</param>
    /// <param name="isGiven">Whether a name comes from elsewhere.</param>
    /// <param name="isAskedFor">Whether the tests mention a name.</param>
    public static string Join(CodeCandidate main, IReadOnlyList<CodeCandidate> all, Func<string, bool> isGiven,
        Func<string, bool> isAskedFor)
    {
        // The nearest before it first, then what comes behind it.
        var others = all.Where(other => other.Code != main.Code && (other.Outline.Declares.Count > 0 || ExportsWhole(other)))
            .OrderBy(other => other.Order > main.Order).ThenBy(other => Math.Abs(other.Order - main.Order)).ToList();
        if (others.Count == 0)
        {
            return main.Code;
        }

        var known = new HashSet<string>(main.Outline.Declares);
        var asked = others.SelectMany(other => other.Outline.Statements).Where(statement => statement.IsDefinition)
            .SelectMany(statement => statement.Declares).Where(isAskedFor);
        var open = new Queue<string>(main.Outline.Needs.Concat(asked).Distinct());
        var taken = new Dictionary<CodeCandidate, HashSet<CodeStatement>>();
        void Take(CodeCandidate piece, IEnumerable<CodeStatement> statements)
        {
            if (!taken.TryGetValue(piece, out var chosen))
            {
                taken.Add(piece, chosen = []);
            }

            foreach (var statement in statements.Where(chosen.Add))
            {
                known.UnionWith(statement.Declares);
                foreach (var needed in statement.Needs)
                {
                    open.Enqueue(needed);
                }
            }
        }

        void TakeNeeded()
        {
            while (open.TryDequeue(out var name))
            {
                if (!known.Contains(name) && !isGiven(name)
                    && others.FirstOrDefault(other => other.Outline.Declares.Contains(name)) is { } other)
                {
                    Take(other, Wanted(other, main, name));
                }
            }
        }

        TakeNeeded();
        // A file that is fetched whole, or by another name than it has there, is the nearest one that exports something.
        var lacksFile = main.Outline.Statements.Any(statement => statement.IsLocalImport && !statement.Needs.IsSubsetOf(known));
        bool IsOther(CodeCandidate piece) => IsFile(piece) && !taken.ContainsKey(piece) && !piece.Outline.Declares.Overlaps(known);
        if (lacksFile && others.FirstOrDefault(IsOther) is { } file)
        {
            Take(file, file.Outline.Statements);
            TakeNeeded();
        }

        var parts = taken.OrderBy(part => part.Key.Order).Select(part => Text(part.Key, part.Value, known));
        return taken.Count == 0 ? main.Code
            : string.Join("\n\n", parts.Append(Without(main.Code, Fetched(main.Outline.Statements, known))));
    }

    private static bool ExportsWhole(CodeCandidate piece) => piece.Outline.Statements.Any(statement => statement.IsWholeExport);

    private static bool IsFile(CodeCandidate piece) => piece.Outline.Statements.Any(statement => statement.IsExport);

    private static IEnumerable<CodeStatement> Wanted(CodeCandidate other, CodeCandidate main, string name)
    {
        // A piece that also declares, or already calls, what the chosen one declares is a draft of it or a usage example.
        var own = main.Outline.Declares;
        bool Calls(CodeStatement statement) => !statement.IsDefinition && statement.Needs.Overlaps(own);
        return other.Outline.Statements.Any(statement => statement.Declares.Overlaps(own) || Calls(statement))
            ? other.Outline.Statements.Where(statement => statement.Declares.Contains(name) && !statement.Declares.Overlaps(own)
                && !Calls(statement))
            : other.Outline.Statements;
    }

    private static string Text(CodeCandidate piece, HashSet<CodeStatement> statements, HashSet<string> known) =>
        statements.Count == piece.Outline.Statements.Count
            ? Without(piece.Code, [.. Fetched(statements, known),
                .. statements.Select(statement => (statement.Start, statement.HelperStart))])
            : string.Join("\n\n", piece.Outline.Statements.Where(statements.Contains)
                .Select(statement => piece.Code[statement.HelperStart..statement.End]));

    /// <summary>What fetches from another file of the answer what now stands beside it.</summary>
    private static IEnumerable<(int Start, int End)> Fetched(IEnumerable<CodeStatement> statements, HashSet<string> known) =>
        statements.Where(statement => statement.IsLocalImport && statement.Needs.IsSubsetOf(known))
            .Select(statement => (statement.Start, statement.End));

    private static string Without(string code, IEnumerable<(int Start, int End)> parts)
    {
        foreach (var (start, end) in parts.OrderByDescending(part => part.Start))
        {
            code = code.Remove(start, end - start);
        }

        return code;
    }
}
