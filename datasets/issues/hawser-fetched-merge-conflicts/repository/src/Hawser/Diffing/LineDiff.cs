namespace Hawser.Diffing;

/// <summary>Compares texts line by line.</summary>
internal static class LineDiff
{
    /// <summary>The edits that turn the old lines into the new ones, in order and without overlap.</summary>
    public static List<Edit> Compare(IReadOnlyList<string> oldLines, IReadOnlyList<string> newLines, DiffOptions options)
    {
        var table = new LineTable(options.Whitespace);
        int[] olds = table.Number(oldLines);
        int[] news = table.Number(newLines);
        var marks = new ChangeMarks(olds.Length, news.Length);
        if (options.Algorithm == DiffAlgorithm.Patience)
        {
            new PatienceDiff(olds, news, marks).Compare(0, olds.Length, 0, news.Length);
        }
        else
        {
            new MyersDiff(olds, news, marks).Compare(0, olds.Length, 0, news.Length);
        }

        marks.Slide(olds, news);
        return marks.ToEdits();
    }
}
