using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>A chart ready to be drawn in either theme.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Title">The title.</param>
/// <param name="Caption">How to read it, and what is not in it.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record ChartPicture(string Name, string Title, string Caption, int Width, int Height, Func<ChartTheme, Plot> Draw)
{
    private const int PngScale = 2;

    /// <summary>Gets a value indicating whether the picture only says why there is nothing to draw.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Returns the chart as a scalable picture with a fallback for readers without its font.</summary>
    public string Svg(ChartTheme theme)
    {
        using var plot = Draw(theme);
        return SvgText.Finish(plot.GetSvgXml(Width, Height), Width, Height, Title);
    }

    /// <summary>Returns the chart as PNG at twice the size, sharp on today's screens.</summary>
    public byte[] Png(ChartTheme theme)
    {
        using var plot = Draw(theme);
        plot.ScaleFactor = PngScale;
        return plot.GetImage(Width * PngScale, Height * PngScale).GetImageBytes(ImageFormat.Png);
    }
}
