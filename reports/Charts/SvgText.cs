using System.Net;

namespace Eval.Reports.Charts;

/// <summary>
/// Makes the drawing library's SVG fit for readers: scalable, titled, and with a font of the same widths where ours is missing.
/// </summary>
internal static class SvgText
{
    // Verdana and DejaVu Sans are cut to nearly the same widths, and the glyphs' positions are fixed in the file.
    private const string FontList = "DejaVu Sans, Verdana, Geneva, sans-serif";

    // The neutral colours of the light theme and what the page calls them.
    private static readonly (string Colour, string Variable)[] Variables =
    [
        (ChartTheme.Light.Background.ToHex(), "--surface"), (ChartTheme.Light.Text.ToHex(), "--text"),
        (ChartTheme.Light.Muted.ToHex(), "--muted"), (ChartTheme.Light.Grid.ToHex(), "--line"),
        (ChartTheme.Light.Bad.ToHex(), "--bad"),
    ];

    public static string Finish(string svg, int width, int height, string title)
    {
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var end = svg.IndexOf('>', start) + 1;
        var head = $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" "
            + $"height=\"{height}\" "
            + $"viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{WebUtility.HtmlEncode(title)}</title>";
        return head + svg[end..].Replace($"font-family=\"{ChartFonts.Family}\"", $"font-family=\"{FontList}\"", StringComparison.Ordinal);
    }

    /// <summary>
    /// Makes a light chart part of a page: no fixed size, identifiers of its own, and the theme's colours as variables the page sets for
    /// light and dark.
    /// </summary>
    public static string Inline(string svg, string name)
    {
        var start = svg.IndexOf(" width=", StringComparison.Ordinal);
        var end = svg.IndexOf(" viewBox=", StringComparison.Ordinal);
        var text = svg.Remove(start, end - start)
            .Replace("id=\"cl_", $"id=\"{name}-cl_", StringComparison.Ordinal)
            .Replace("url(#cl_", $"url(#{name}-cl_", StringComparison.Ordinal)
            .Replace("\"white\"", "\"var(--surface)\"", StringComparison.Ordinal);
        foreach (var (colour, variable) in Variables)
        {
            text = text.Replace($"\"{colour}\"", $"\"var({variable})\"", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }
}
