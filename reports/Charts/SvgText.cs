using System.Net;

namespace Eval.Reports.Charts;

/// <summary>Makes the drawing library's SVG fit for readers: scalable, titled, and with a font of the same widths where ours is missing.</summary>
internal static class SvgText
{
    // Verdana and DejaVu Sans are cut to nearly the same widths, and the glyphs' positions are fixed in the file.
    private const string FontList = "DejaVu Sans, Verdana, Geneva, sans-serif";

    public static string Finish(string svg, int width, int height, string title)
    {
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var end = svg.IndexOf('>', start) + 1;
        var head = $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{WebUtility.HtmlEncode(title)}</title>";
        return head + svg[end..].Replace($"font-family=\"{ChartFonts.Family}\"", $"font-family=\"{FontList}\"", StringComparison.Ordinal);
    }
}
