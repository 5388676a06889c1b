namespace Marklet;

/// <summary>Converts Markdown to HTML.</summary>
public static class MarkdownConverter
{
    public static string ToHtml(string markdown, MarkletOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        DocumentBlock document = BlockParser.Parse(markdown);
        return new HtmlRenderer(options ?? MarkletOptions.Default).Render(document);
    }
}
