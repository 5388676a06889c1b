namespace Eval.Harness.Patches;

/// <summary>Replaces pieces of a file's text.</summary>
internal static class EditApplier
{
    /// <summary>
    /// Applies one edit. The lines searched for must be there exactly once as they are, or else but for blanks at the ends of lines.
    /// Returns the new text, or why it cannot be.
    /// </summary>
    /// <param name="text">The file's text; null where there is no file.</param>
    /// <param name="edit">What is to be replaced.</param>
    public static (string? Text, string? Problem) Apply(string? text, FileEdit edit)
    {
        if (string.IsNullOrWhiteSpace(edit.Search))
        {
            return string.IsNullOrEmpty(text) ? (edit.Replacement, null) : (null, $"{edit.Path} exists, but a block for it has an empty SEARCH part");
        }

        if (text is null)
        {
            return (null, $"there is no file {edit.Path}");
        }

        // A reply has its own line ends; the file keeps its own.
        var isWindows = text.Contains("\r\n", StringComparison.Ordinal) && !text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);
        var lines = (isWindows ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text).Split('\n');
        var search = Body(edit.Search);
        var places = Find(lines, search, StringComparer.Ordinal);
        if (places.Count == 0)
        {
            places = Find(lines, search, TrailingBlanks.Ignored);
        }

        if (places.Count != 1)
        {
            return (null, $"the SEARCH part \"{search[0].Trim()}\" is {(places.Count == 0 ? "nowhere" : $"{places.Count} times")} in {edit.Path}");
        }

        var changed = string.Join('\n', lines[..places[0]].Concat(Body(edit.Replacement)).Concat(lines[(places[0] + search.Length)..]));
        return (isWindows ? changed.Replace("\n", "\r\n", StringComparison.Ordinal) : changed, null);
    }

    private static string[] Body(string part) => part.Length == 0 ? [] : part.TrimEnd('\r', '\n').Length == 0 ? [""] : (part.EndsWith('\n') ? part[..^1] : part).Split('\n');

    private static List<int> Find(string[] lines, string[] search, StringComparer comparer)
    {
        var places = new List<int>();
        for (var i = 0; i + search.Length <= lines.Length; i++)
        {
            if (lines.AsSpan(i, search.Length).SequenceEqual(search, comparer))
            {
                places.Add(i);
            }
        }

        return places;
    }

    private sealed class TrailingBlanks : StringComparer
    {
        public static readonly TrailingBlanks Ignored = new();

        public override int Compare(string? x, string? y) => Ordinal.Compare(x?.TrimEnd(), y?.TrimEnd());

        public override bool Equals(string? x, string? y) => Ordinal.Equals(x?.TrimEnd(), y?.TrimEnd());

        public override int GetHashCode(string obj) => Ordinal.GetHashCode(obj.TrimEnd());
    }
}
