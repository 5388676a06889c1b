using System.Globalization;

namespace Marklet;

/// <summary>Writes a document as HTML.</summary>
internal sealed class HtmlRenderer(MarkletOptions options)
{
    private readonly HtmlWriter _writer = new();
    private readonly SlugCounter _slugs = new();
    private DocumentBlock? _document;

    public string Render(DocumentBlock document)
    {
        _document = document;
        RenderChildren(document);
        return _writer.ToString();
    }

    private void RenderChildren(ContainerBlock container)
    {
        foreach (Block child in container.Children)
        {
            RenderBlock(child);
        }
    }

    private void RenderBlock(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                RenderHeading(heading);
                break;
            case ParagraphBlock paragraph:
                _writer.Open("p");
                RenderInlines(paragraph.Content);
                _writer.Close("p").NewLine();
                break;
            case CodeBlock code:
                string? language = code.Language.Length == 0 ? null : "language-" + code.Language.Split(' ')[0];
                _writer.Open("pre").Open("code", ("class", language)).Text(code.Text).Close("code").Close("pre").NewLine();
                break;
            case ThematicBreakBlock:
                _writer.Open("hr").NewLine();
                break;
            case QuoteBlock quote:
                _writer.Open("blockquote").NewLine();
                RenderChildren(quote);
                _writer.Close("blockquote").NewLine();
                break;
            case ListBlock list:
                RenderList(list);
                break;
            case TocBlock:
                RenderToc();
                break;
            default:
                throw new NotSupportedException(block.GetType().Name);
        }
    }

    private void RenderHeading(HeadingBlock heading)
    {
        string tag = "h" + heading.Level.ToString(CultureInfo.InvariantCulture);
        string? id = options.HeadingIds ? _slugs.Next(Inline.PlainText(heading.Content)) : null;
        _writer.Open(tag, ("id", id));
        RenderInlines(heading.Content);
        _writer.Close(tag).NewLine();
    }

    private void RenderList(ListBlock list)
    {
        string tag = list.Start is null ? "ul" : "ol";
        string? start = list.Start is null or 1 ? null : list.Start.Value.ToString(CultureInfo.InvariantCulture);
        _writer.Open(tag, ("start", start)).NewLine();
        foreach (ListItemBlock item in list.Children.Cast<ListItemBlock>())
        {
            _writer.Open("li");
            foreach (Block child in item.Children)
            {
                if (list.IsTight && child is ParagraphBlock paragraph)
                {
                    RenderInlines(paragraph.Content);
                }
                else
                {
                    _writer.FreshLine();
                    RenderBlock(child);
                }
            }

            _writer.Close("li").NewLine();
        }

        _writer.Close(tag).NewLine();
    }

    private void RenderToc()
    {
        if (!options.HeadingIds)
        {
            return;
        }

        IReadOnlyList<TocEntry> entries = TocBuilder.Build(_document!, options);
        if (entries.Count > 0)
        {
            _writer.Open("nav", ("class", "toc")).NewLine();
            RenderEntries(entries);
            _writer.Close("nav").NewLine();
        }
    }

    private void RenderEntries(IReadOnlyList<TocEntry> entries)
    {
        _writer.Open("ul").NewLine();
        foreach (TocEntry entry in entries)
        {
            _writer.Open("li").Open("a", ("href", "#" + entry.Anchor));
            RenderInlines(WithoutLinks(entry.Content));
            _writer.Close("a");
            if (entry.Children.Count > 0)
            {
                _writer.NewLine();
                RenderEntries(entry.Children);
            }

            _writer.Close("li").NewLine();
        }

        _writer.Close("ul").NewLine();
    }

    /// <summary>A link cannot stand in another one, so only its text is taken.</summary>
    private static IEnumerable<Inline> WithoutLinks(IEnumerable<Inline> inlines) => inlines.SelectMany(inline => inline switch
    {
        LinkInline link => WithoutLinks(link.Content),
        EmphasisInline emphasis => [emphasis with { Content = [.. WithoutLinks(emphasis.Content)] }],
        _ => [inline],
    });

    private void RenderInlines(IEnumerable<Inline> inlines)
    {
        foreach (Inline inline in inlines)
        {
            switch (inline)
            {
                case TextInline text:
                    _writer.Text(text.Text);
                    break;
                case CodeInline code:
                    _writer.Open("code").Text(code.Text).Close("code");
                    break;
                case EmphasisInline emphasis:
                    string tag = emphasis.IsStrong ? "strong" : "em";
                    _writer.Open(tag);
                    RenderInlines(emphasis.Content);
                    _writer.Close(tag);
                    break;
                case LinkInline link:
                    _writer.Open("a", ("href", link.Target));
                    RenderInlines(link.Content);
                    _writer.Close("a");
                    break;
                case ImageInline image:
                    _writer.Open("img", ("src", image.Source), ("alt", image.Description));
                    break;
                case LineBreakInline lineBreak:
                    _ = lineBreak.IsHard ? _writer.Open("br").NewLine() : _writer.NewLine();
                    break;
                default:
                    throw new NotSupportedException(inline.GetType().Name);
            }
        }
    }
}
