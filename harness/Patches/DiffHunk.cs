using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>The lines of one hunk of a unified diff, and where they belong.</summary>
/// <param name="OldStart">The number of the first line in the file as it is, as the hunk's head says.</param>
/// <param name="Lines">The lines with their marks and ends.</param>
internal sealed record DiffHunk(int OldStart, IReadOnlyList<string> Lines)
{
    private const string NoEnd = "\\ No newline at end of file\n";

    /// <summary>
    /// Returns the lines with the ends, and the byte order mark, of a file's lines; unchanged where they are not in the file, or are there
    /// as they are.
    /// </summary>
    public IEnumerable<string> FitTo(FileLines file)
    {
        var old = Lines.Where(IsOld).Select(Text).ToList();
        var at = file.Find(old, OldStart - 1);
        return at < 0 || IsAsWritten(file.All, at) || IsLastKeptAndMore(file.All, at, old.Count) ? Lines : Fit(file.All, at, old.Count);
    }

    private IEnumerable<string> Fit(IReadOnlyList<string> file, int at, int count)
    {
        var end = Enumerable.Range(at, count).Select(i => TextLines.EndOf(file[i])).FirstOrDefault(each => each.Length > 0) ?? "\n";
        var lacksEnd = TextLines.EndOf(file[at + count - 1]).Length == 0;
        var last = Lines.ToList().FindLastIndex(line => line[0] == '+' || IsKept(line));
        var mark = "";
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = Lines[i];
            if (line[0] == '\\')
            {
                continue;
            }

            if (line[0] == '+')
            {
                // The mark of the file stays in front of its first line.
                yield return $"+{mark}{Text(line)}{(lacksEnd && i == last ? "\n" + NoEnd : end)}";
                mark = "";
                continue;
            }

            var actual = file[at++];
            var own = TextLines.EndOf(actual);
            end = own.Length > 0 ? own : end;
            mark = line[0] == '-' && !Text(line).StartsWith('\uFEFF') ? LineEnds.WithoutMark(actual).Mark : "";
            yield return $"{(line[0] == '-' ? '-' : ' ')}{TextLines.Bare(actual)}{(own.Length > 0 ? own : "\n" + NoEnd)}";
        }
    }

    private bool IsAsWritten(IReadOnlyList<string> file, int at)
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (IsOld(Lines[i]))
            {
                var lacksEnd = i + 1 < Lines.Count && Lines[i + 1][0] == '\\';
                var written = Lines[i][0] is ' ' or '-' ? Lines[i][1..] : Lines[i];
                if ((lacksEnd ? written.TrimEnd('\n') : written) != file[at++])
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether the file's last line, which has no end, would get one because lines follow it: that is the diff's to say.</summary>
    private bool IsLastKeptAndMore(IReadOnlyList<string> file, int at, int count)
    {
        var lastOld = Lines.ToList().FindLastIndex(IsOld);
        return TextLines.EndOf(file[at + count - 1]).Length == 0 && Lines[lastOld][0] != '-'
            && Lines.Skip(lastOld).Any(line => line[0] == '+');
    }

    // Blanks at the ends of lines get lost, and with them the mark of an empty line.
    private static bool IsOld(string line) => line[0] == '-' || IsKept(line);

    private static bool IsKept(string line) => line[0] is ' ' or '\r' or '\n';

    private static string Text(string line) => TextLines.Bare(line[0] is ' ' or '-' or '+' ? line[1..] : line);
}
