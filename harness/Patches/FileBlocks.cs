using System.Text;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>
/// Reads from a reply the blocks that belong to files: search and replace, and whole contents below a path. Lines stay as they are.
/// </summary>
/// <param name="known">Paths that are read as such whatever they hold, blanks and quotes too.</param>
internal sealed partial class FileBlocks(IReadOnlyCollection<string> known)
{
    private static readonly char[] Decoration = ['*', '`', '#', '"', '\'', ' ', '\t'];

    /// <summary>Returns search and replace blocks in their order, in fences or not. A block without end was cut and is none.</summary>
    public IReadOnlyList<FileEdit> Edits(string text)
    {
        var edits = new List<FileEdit>();
        string? path = null;
        StringBuilder? search = null, replacement = null;
        foreach (var line in TextLines.Read(text))
        {
            var bare = TextLines.Bare(line);
            if (SearchMark().IsMatch(bare))
            {
                (search, replacement) = (new StringBuilder(), null);
            }
            else if (search is not null && replacement is null && MiddleMark().IsMatch(bare))
            {
                replacement = new StringBuilder();
            }
            else if (replacement is not null && ReplaceMark().IsMatch(bare))
            {
                if (path is not null)
                {
                    edits.Add(new FileEdit(path, search!.ToString(), replacement.ToString()));
                }

                (search, replacement) = (null, null);
            }
            else if ((replacement ?? search) is { } part)
            {
                part.Append(line);
            }
            else
            {
                // The nearest path above counts, also for several blocks in one fence.
                path = (IsFence(bare) ? InfoPath(bare) : LinePath(bare)) ?? path;
            }
        }

        return edits;
    }

    /// <summary>
    /// Returns the contents of fences that have a path above them or behind their opening marks; of a path named twice the last.
    /// </summary>
    public IReadOnlyDictionary<string, string> WholeFiles(string text)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        string? above = null, path = null;
        var fence = "";
        StringBuilder? open = null;
        foreach (var line in TextLines.Read(text))
        {
            var bare = TextLines.Bare(line);
            if (open is null && IsFence(bare))
            {
                fence = new string(bare[0], bare.TakeWhile(letter => letter == bare[0]).Count());
                (open, path, above) = (new StringBuilder(), InfoPath(bare) ?? above, null);
            }
            else if (open is null)
            {
                above = string.IsNullOrWhiteSpace(bare) ? above : LinePath(bare);
            }
            else if (bare.TrimEnd() is var end && end.Length >= fence.Length && end.All(letter => letter == fence[0]))
            {
                if (path is not null)
                {
                    files[path] = open.ToString();
                }

                open = null;
            }
            else
            {
                open.Append(line);
            }
        }

        return files;
    }

    private static bool IsFence(string line) =>
        line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);

    /// <summary>A path behind the marks of a fence: <c>```csharp src/A.cs</c>, <c>```python title="a.py"</c>.</summary>
    private string? InfoPath(string fence) =>
        known.FirstOrDefault(path => path.Contains(' ', StringComparison.Ordinal) && fence.Contains(path, StringComparison.Ordinal))
        ?? fence.TrimStart('`', '~').Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2)[^1]).Select(LinePath).FirstOrDefault(path => path is not null);

    /// <summary>A line that is nothing but a path, however it is dressed: <c>**src/A.cs**</c>, <c>### File: `a.py`:</c>.</summary>
    private string? LinePath(string line)
    {
        var text = line.Trim(Decoration).TrimEnd(':').Trim(Decoration);
        text = FileWord().Replace(text, "").Trim(Decoration);
        return known.FirstOrDefault(path => path.Trim(Decoration) == text) ?? (IsPath(text) ? text : null);
    }

    private static bool IsPath(string text) => PathOnly().IsMatch(text)
        && (text.Contains('/', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal)
            || text is "Makefile" or "Dockerfile");

    [GeneratedRegex("^<{5,9} SEARCH\\s*$")]
    private static partial Regex SearchMark();

    [GeneratedRegex("^={5,9}\\s*$")]
    private static partial Regex MiddleMark();

    [GeneratedRegex("^>{5,9} REPLACE\\s*$")]
    private static partial Regex ReplaceMark();

    [GeneratedRegex("^(file|path|filename)\\s*:\\s*", RegexOptions.IgnoreCase)]
    private static partial Regex FileWord();

    [GeneratedRegex(@"^[\w.+@\-/\\()\[\]$~]*\w$")]
    private static partial Regex PathOnly();
}
