using System.Text;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>
/// Gives the lines of a unified diff the ends that the files have. A hunk whose lines are in the file as they are written stays as it is:
/// what it says of line ends is meant.
/// </summary>
internal static partial class DiffLineEnds
{
    private const string None = "/dev/null";

    /// <summary>Looking for the lines of more would take long, and nobody writes so many.</summary>
    private const int MaxHunks = 1000;

    /// <summary>Returns the diff for files as they are.</summary>
    /// <param name="diff">The diff.</param>
    /// <param name="files">The files' texts by their paths; those that are not there are missing.</param>
    public static string Fit(string diff, IReadOnlyDictionary<string, string> files)
    {
        var fitted = new StringBuilder();
        var lines = TextLines.Read(diff).ToList();
        FileLines? file = null;
        var (isNew, isWindows, hunks) = (false, false, 0);
        for (var i = 0; i < lines.Count;)
        {
            var bare = TextLines.Bare(lines[i]);
            if (Head().Match(bare) is { Success: true } head && int.TryParse(head.Groups["start"].Value, out var start))
            {
                var count = lines.Skip(i + 1).TakeWhile((_, ahead) => IsOfHunk(lines, i + 1 + ahead)).Count();
                var hunk = new DiffHunk(start, lines.GetRange(i + 1, count));
                fitted.Append(bare).Append('\n');
                fitted.AppendJoin("", file is not null && ++hunks <= MaxHunks ? hunk.FitTo(file)
                    : isNew && isWindows ? hunk.Lines.Select(line => TextLines.Bare(line) + "\n")
                    : hunk.Lines);
                i += count + 1;
                continue;
            }

            if (bare.StartsWith("--- ", StringComparison.Ordinal))
            {
                var path = PathOf(bare);
                (isNew, isWindows) = (path == None, TextLines.EndOf(lines[i]) == TextLines.Windows);
                path = path.StartsWith("a/", StringComparison.Ordinal) ? path[2..] : path;
                file = files.GetValueOrDefault(path) is { } text ? new FileLines(text) : null;
            }

            // git takes a carriage return behind a path for a part of it.
            fitted.Append(bare).Append('\n');
            i++;
        }

        return fitted.ToString();
    }

    private static bool IsOfHunk(List<string> lines, int i) =>
        lines[i][0] is ' ' or '+' or '\\' or '\r' or '\n'
        || (lines[i][0] == '-' && !IsHeader(lines, i));

    private static bool IsHeader(List<string> lines, int i) => lines[i].StartsWith("--- ", StringComparison.Ordinal)
        && i + 1 < lines.Count && lines[i + 1].StartsWith("+++ ", StringComparison.Ordinal);

    private static string PathOf(string line) => line["--- ".Length..].Split('\t')[0].Trim('"');

    [GeneratedRegex(@"^@@ -(?<start>\d{1,9})(,\d+)? \+\d+(,\d+)? @@")]
    private static partial Regex Head();
}
