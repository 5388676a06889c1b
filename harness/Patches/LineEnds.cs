using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>Gives the lines of an answer the ends that a file has: an answer has its own, and the file keeps what it had.</summary>
internal static class LineEnds
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Pairs of lines that are compared; beyond that only what is equal at both ends is looked for.</summary>
    private const int MaxCompared = 1_000_000;

    /// <summary>Returns a whole text in place of another one.</summary>
    public static string Fit(string text, string earlier)
    {
        var (mark, old) = WithoutMark(earlier);
        var lines = TextLines.Read(WithoutMark(text).Text).ToList();
        return mark + string.Concat(Fit(lines, TextLines.Read(old).ToList(), "\n"));
    }

    /// <summary>Parts a text from the byte order mark before it.</summary>
    public static (string Mark, string Text) WithoutMark(string text) =>
        text.StartsWith(ByteOrderMark) ? (text[..1], text[1..]) : ("", text);

    /// <summary>
    /// Returns lines in place of others, with their ends: a line that stays keeps its own, a changed one that of the line in its place, and
    /// one that is added takes that of the line before it.
    /// </summary>
    /// <param name="lines">The new lines; their own ends do not matter.</param>
    /// <param name="replaced">The lines in their place so far, with their ends.</param>
    /// <param name="around">The end of the lines around them.</param>
    public static IEnumerable<string> Fit(IReadOnlyList<string> lines, IReadOnlyList<string> replaced, string around)
    {
        var ends = replaced.Select(TextLines.EndOf).Where(end => end.Length > 0).Distinct().ToList();
        var places = ends.Count > 1 ? Places([.. lines.Select(TextLines.Bare)], [.. replaced.Select(TextLines.Bare)]) : null;
        var end = ends.Count > 0 ? ends[0] : around;
        for (var i = 0; i < lines.Count; i++)
        {
            var own = places is null || places[i] < 0 ? "" : TextLines.EndOf(replaced[places[i]]);
            end = own.Length > 0 ? own : end;
            // A text that ends without a line end goes on doing so.
            var isLast = i == lines.Count - 1 && replaced.Count > 0 && TextLines.EndOf(replaced[^1]).Length == 0;
            yield return TextLines.Bare(lines[i]) + (isLast ? "" : end);
        }
    }

    /// <summary>Returns for each line which one of the earlier it is, or stands in the place of; -1 for none.</summary>
    private static int[] Places(string[] lines, string[] earlier)
    {
        var places = Kept(lines, earlier);
        var next = new int[lines.Length];
        for (var (i, limit) = (lines.Length - 1, earlier.Length); i >= 0; i--)
        {
            next[i] = limit;
            limit = places[i] >= 0 ? places[i] : limit;
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var place = i == 0 ? 0 : places[i - 1] >= 0 ? places[i - 1] + 1 : earlier.Length;
            places[i] = places[i] < 0 && place < next[i] ? place : places[i];
        }

        return places;
    }

    /// <summary>Returns for each line which one of the earlier it is; -1 for none.</summary>
    private static int[] Kept(string[] lines, string[] earlier)
    {
        var kept = new int[lines.Length];
        Array.Fill(kept, -1);
        var (first, last, shift) = (0, lines.Length, earlier.Length - lines.Length);
        while (first < Math.Min(lines.Length, earlier.Length) && lines[first] == earlier[first])
        {
            kept[first] = first++;
        }

        while (last > first && last + shift > first && lines[last - 1] == earlier[last - 1 + shift])
        {
            last--;
            kept[last] = last + shift;
        }

        if ((long)(last - first) * (last + shift - first) <= MaxCompared)
        {
            Align(lines.AsSpan(first, last - first), earlier.AsSpan(first, last + shift - first), kept.AsSpan(first), first);
        }

        return kept;
    }

    /// <summary>Finds the longest sequence that two have in common.</summary>
    private static void Align(ReadOnlySpan<string> lines, ReadOnlySpan<string> earlier, Span<int> kept, int offset)
    {
        var common = new int[lines.Length + 1, earlier.Length + 1];
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            for (var j = earlier.Length - 1; j >= 0; j--)
            {
                common[i, j] = lines[i] == earlier[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < lines.Length && j < earlier.Length;)
        {
            if (lines[i] == earlier[j])
            {
                kept[i++] = offset + j++;
            }
            else if (common[i + 1, j] >= common[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
