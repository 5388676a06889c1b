using Eval.Datasets;

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
            return string.IsNullOrEmpty(text) ? (edit.Replacement, null)
                : (null, $"{edit.Path} exists, but a block for it has an empty SEARCH part");
        }

        if (text is null)
        {
            return (null, $"there is no file {edit.Path}");
        }

        // A reply has its own line ends and no byte order mark; the file keeps its own.
        var (mark, rest) = LineEnds.WithoutMark(text);
        var lines = TextLines.Read(rest).ToList();
        var isOpen = rest.Length > 0 && !rest.EndsWith('\n');
        string[] bare = isOpen ? [.. lines.Select(TextLines.Bare)] : [.. lines.Select(TextLines.Bare), ""];
        // The mark is none of a file's lines, but stands within one elsewhere.
        var isMarkWritten = Find(bare, Body(edit.Search), TrailingBlanks.Ignored).Count == 0;
        var search = Body(isMarkWritten ? LineEnds.WithoutMark(edit.Search).Text : edit.Search);
        var places = Find(bare, search, StringComparer.Ordinal);
        if (places.Count == 0)
        {
            places = Find(bare, search, TrailingBlanks.Ignored);
        }

        if (places.Count != 1)
        {
            return (null, $"the SEARCH part \"{search[0].Trim()}\" is {(places.Count == 0 ? "nowhere" : $"{places.Count} times")} in "
                + $"{edit.Path}");
        }

        var (first, last) = (places[0], Math.Min(places[0] + search.Length, lines.Count));
        var around = lines[..first].Concat(lines[last..]).Select(TextLines.EndOf).LastOrDefault(end => end.Length > 0) ?? "\n";
        var replacement = isMarkWritten || first == 0 ? LineEnds.WithoutMark(edit.Replacement).Text : edit.Replacement;
        var replaced = LineEnds.Fit(Body(replacement), lines[first..last], around).ToList();
        var changed = string.Concat(lines[..first].Concat(replaced).Concat(lines[last..]));
        // Where the last line goes, the one before it is the last, and ends as that did.
        return (mark + (isOpen && last == lines.Count && replaced.Count == 0 ? TextLines.Bare(changed) : changed), null);
    }

    private static string[] Body(string part) =>
        part.Length == 0 ? [] : part.TrimEnd('\r', '\n').Length == 0 ? [""] : [.. TextLines.Read(part).Select(TextLines.Bare)];

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
