using System.Text;

namespace Marklet;

/// <summary>A part of a line of text.</summary>
internal abstract record Inline
{
    /// <summary>The text without any markup, as a reader would speak it.</summary>
    public static string PlainText(IEnumerable<Inline> inlines)
    {
        var text = new StringBuilder();
        foreach (Inline inline in inlines)
        {
            text.Append(inline switch
            {
                TextInline plain => plain.Text,
                CodeInline code => code.Text,
                EmphasisInline emphasis => PlainText(emphasis.Content),
                LinkInline link => PlainText(link.Content),
                ImageInline image => image.Description,
                _ => " ",
            });
        }

        return text.ToString();
    }
}

internal sealed record TextInline(string Text) : Inline;

internal sealed record CodeInline(string Text) : Inline;

internal sealed record EmphasisInline(bool IsStrong, IReadOnlyList<Inline> Content) : Inline;

internal sealed record LinkInline(string Target, IReadOnlyList<Inline> Content) : Inline;

internal sealed record ImageInline(string Source, string Description) : Inline;

internal sealed record LineBreakInline(bool IsHard) : Inline;
