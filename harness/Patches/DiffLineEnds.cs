using System.Text;
using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>
/// Gives the lines of a unified diff the ends that the files have. A hunk whose lines are in the file as they are written stays as it is:
/// what it says of line ends is meant.
/// </summary>
internal static class DiffLineEnds
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
            if (DiffHunks.OldStart(bare) is { } start)
            {
                var count = DiffHunks.LengthAt(lines, i);
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
                var path = DiffPaths.PathIn(bare);
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
}
