using System.Text;

namespace Marklet;

/// <summary>Writes tags and escaped text.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"");
                Text(value);
                _html.Append('"');
            }
        }

        _html.Append('>');
        return this;
    }

    public HtmlWriter Close(string tag)
    {
        _html.Append("</").Append(tag).Append('>');
        return this;
    }

    public HtmlWriter Text(string text)
    {
        foreach (char c in text)
        {
            _ = c switch
            {
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '&' => _html.Append("&amp;"),
                '"' => _html.Append("&quot;"),
                _ => _html.Append(c),
            };
        }

        return this;
    }

    public HtmlWriter NewLine()
    {
        _html.Append('\n');
        return this;
    }

    /// <summary>Begins a new line unless the last one has just been ended.</summary>
    public HtmlWriter FreshLine() => _html.Length == 0 || _html[^1] == '\n' ? this : NewLine();

    public override string ToString() => _html.ToString();
}
