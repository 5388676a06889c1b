namespace Marklet;

/// <summary>An entry of the table of contents.</summary>
internal sealed class TocEntry(int level, string anchor, IReadOnlyList<Inline> content)
{
    public int Level { get; } = level;

    public string Anchor { get; } = anchor;

    public IReadOnlyList<Inline> Content { get; } = content;

    public List<TocEntry> Children { get; } = [];
}

/// <summary>Makes the table of contents of a document.</summary>
internal static class TocBuilder
{
    public static IReadOnlyList<TocEntry> Build(DocumentBlock document, MarkletOptions options)
    {
        var roots = new List<TocEntry>();
        var open = new Stack<TocEntry>();
        foreach (HeadingBlock heading in document.Children.OfType<HeadingBlock>())
        {
            if (heading.Level < options.TocMinLevel || heading.Level > options.TocMaxLevel)
            {
                continue;
            }

            var entry = new TocEntry(heading.Level, Slug.From(Inline.PlainText(heading.Content)), heading.Content);
            while (open.Count > 0 && open.Peek().Level >= entry.Level)
            {
                open.Pop();
            }

            (open.Count > 0 ? open.Peek().Children : roots).Add(entry);
            open.Push(entry);
        }

        return roots;
    }
}
