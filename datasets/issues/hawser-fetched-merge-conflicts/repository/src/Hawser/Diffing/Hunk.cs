namespace Hawser.Diffing;

/// <summary>What a line of a hunk is.</summary>
public enum HunkLineKind
{
    /// <summary>The line is on both sides.</summary>
    Context,

    /// <summary>The line is only in the old text.</summary>
    Removed,

    /// <summary>The line is only in the new text.</summary>
    Added,
}

/// <summary>A line of a hunk. The text includes the end of the line, if it has one.</summary>
public sealed record HunkLine(HunkLineKind Kind, string Text);

/// <summary>Changes that stand close together, with the lines around them.</summary>
public sealed record Hunk(int OldStart, int NewStart, IReadOnlyList<HunkLine> Lines)
{
    /// <summary>The number of lines in the old text.</summary>
    public int OldCount => Lines.Count(l => l.Kind != HunkLineKind.Added);

    /// <summary>The number of lines in the new text.</summary>
    public int NewCount => Lines.Count(l => l.Kind != HunkLineKind.Removed);
}

/// <summary>The changes of one file, as a patch shows them.</summary>
public sealed record FilePatch(string? OldPath, string? NewPath, IReadOnlyList<Hunk> Hunks)
{
    /// <summary>The number of lines that come.</summary>
    public int AddedLines => Hunks.Sum(h => h.Lines.Count(l => l.Kind == HunkLineKind.Added));

    /// <summary>The number of lines that go.</summary>
    public int RemovedLines => Hunks.Sum(h => h.Lines.Count(l => l.Kind == HunkLineKind.Removed));
}

/// <summary>Groups edits to hunks.</summary>
internal static class HunkBuilder
{
    public static List<Hunk> Build(string[] oldLines, string[] newLines, DiffOptions options)
    {
        List<Edit> edits = LineDiff.Compare(oldLines, newLines, options);
        var hunks = new List<Hunk>();
        int first = 0;
        while (first < edits.Count)
        {
            int last = first;
            while (last + 1 < edits.Count && edits[last + 1].OldStart - edits[last].OldEnd <= 2 * options.ContextLines)
            {
                last++;
            }

            hunks.Add(BuildOne(oldLines, newLines, edits.GetRange(first, last - first + 1), options.ContextLines));
            first = last + 1;
        }

        return hunks;
    }

    private static Hunk BuildOne(string[] oldLines, string[] newLines, List<Edit> edits, int context)
    {
        int lead = Math.Min(context, edits[0].OldStart);
        int oldStart = edits[0].OldStart - lead;
        int newStart = edits[0].NewStart - lead;
        var lines = new List<HunkLine>();
        int position = oldStart;
        foreach (Edit edit in edits)
        {
            AddLines(lines, HunkLineKind.Context, oldLines, position, edit.OldStart);
            AddLines(lines, HunkLineKind.Removed, oldLines, edit.OldStart, edit.OldEnd);
            AddLines(lines, HunkLineKind.Added, newLines, edit.NewStart, edit.NewEnd);
            position = edit.OldEnd;
        }

        AddLines(lines, HunkLineKind.Context, oldLines, position, Math.Min(oldLines.Length, position + context));
        return new Hunk(oldStart, newStart, lines);
    }

    private static void AddLines(List<HunkLine> target, HunkLineKind kind, string[] source, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            target.Add(new HunkLine(kind, source[i]));
        }
    }
}
