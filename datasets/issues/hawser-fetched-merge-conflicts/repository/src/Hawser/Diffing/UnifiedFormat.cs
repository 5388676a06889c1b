using System.Globalization;
using System.Text;

namespace Hawser.Diffing;

/// <summary>Writes patches in the unified format and reads them.</summary>
public static class UnifiedFormat
{
    private const string NoEnd = "\\ No newline at end of file";
    private const string Nowhere = "/dev/null";

    /// <summary>Writes patches one after the other.</summary>
    public static string Write(IEnumerable<FilePatch> patches)
    {
        var text = new StringBuilder();
        foreach (FilePatch patch in patches)
        {
            text.Append("--- ").Append(patch.OldPath is null ? Nowhere : "a/" + patch.OldPath).Append('\n');
            text.Append("+++ ").Append(patch.NewPath is null ? Nowhere : "b/" + patch.NewPath).Append('\n');
            foreach (Hunk hunk in patch.Hunks)
            {
                WriteHunk(text, hunk);
            }
        }

        return text.ToString();
    }

    /// <summary>Reads patches. Lines before the first file and between files are passed over.</summary>
    public static IReadOnlyList<FilePatch> Read(string text)
    {
        var patches = new List<FilePatch>();
        string[] lines = LineText.Split(text);
        int i = 0;
        while (i < lines.Length)
        {
            if (!lines[i].StartsWith("--- ", StringComparison.Ordinal)
                || i + 1 == lines.Length
                || !lines[i + 1].StartsWith("+++ ", StringComparison.Ordinal))
            {
                i++;
                continue;
            }

            string? oldPath = ReadPath(lines[i][4..]);
            string? newPath = ReadPath(lines[i + 1][4..]);
            var hunks = new List<Hunk>();
            i += 2;
            while (i < lines.Length && lines[i].StartsWith("@@ ", StringComparison.Ordinal))
            {
                hunks.Add(ReadHunk(lines, ref i));
            }

            patches.Add(new FilePatch(oldPath, newPath, hunks));
        }

        return patches;
    }

    private static void WriteHunk(StringBuilder text, Hunk hunk)
    {
        text.Append("@@ -").Append(Range(hunk.OldStart, hunk.OldCount));
        text.Append(" +").Append(Range(hunk.NewStart, hunk.NewCount)).Append(" @@\n");
        foreach (HunkLine line in hunk.Lines)
        {
            text.Append(line.Kind switch { HunkLineKind.Removed => '-', HunkLineKind.Added => '+', _ => ' ' });
            text.Append(line.Text);
            if (!LineText.HasEnd(line.Text))
            {
                text.Append('\n').Append(NoEnd).Append('\n');
            }
        }
    }

    // A side without lines is named by the line before it, as is usual in this format.
    private static string Range(int start, int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(count == 0 ? start : start + 1)},{count}");

    private static string? ReadPath(string text)
    {
        string path = text.TrimEnd('\n', '\r').Split('\t')[0];
        if (path == Nowhere)
        {
            return null;
        }

        bool prefixed = path.StartsWith("a/", StringComparison.Ordinal) || path.StartsWith("b/", StringComparison.Ordinal);
        return prefixed ? path[2..] : path;
    }

    private static Hunk ReadHunk(string[] lines, ref int i)
    {
        string header = lines[i].TrimEnd();
        string[] parts = header.Split(' ');
        if (parts.Length < 4 || !parts[1].StartsWith('-') || !parts[2].StartsWith('+'))
        {
            throw new CorruptDataException($"'{header}' is no header of a hunk.");
        }

        (int oldStart, int oldLeft) = ReadRange(parts[1][1..], header);
        (int newStart, int newLeft) = ReadRange(parts[2][1..], header);
        var content = new List<HunkLine>();
        i++;
        while (i < lines.Length && (oldLeft > 0 || newLeft > 0 || lines[i].StartsWith('\\')))
        {
            string line = lines[i++];
            if (line.StartsWith('\\') && content.Count > 0)
            {
                content[^1] = content[^1] with { Text = content[^1].Text.TrimEnd('\n', '\r') };
                continue;
            }

            HunkLineKind kind = line[0] switch
            {
                '-' => HunkLineKind.Removed,
                '+' => HunkLineKind.Added,
                ' ' or '\n' => HunkLineKind.Context,
                _ => throw new CorruptDataException($"The hunk '{header}' has a line that does not belong there."),
            };
            oldLeft -= kind == HunkLineKind.Added ? 0 : 1;
            newLeft -= kind == HunkLineKind.Removed ? 0 : 1;
            content.Add(new HunkLine(kind, line[0] == '\n' ? line : line[1..]));
        }

        return oldLeft == 0 && newLeft == 0
            ? new Hunk(oldStart, newStart, content)
            : throw new CorruptDataException($"The hunk '{header}' is cut off.");
    }

    private static (int Start, int Count) ReadRange(string text, string header)
    {
        string[] parts = text.Split(',');
        int count = 1;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int start)
            || (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count)))
        {
            throw new CorruptDataException($"'{header}' is no header of a hunk.");
        }

        return (count == 0 ? start : start - 1, count);
    }
}
