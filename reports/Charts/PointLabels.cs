using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>Puts labels beside points where they cover neither points nor each other, with a thin line when that is further away.</summary>
internal static class PointLabels
{
    private const float FontSize = 13;
    private const float Gap = 11;

    public static void Place(Plot plot, ChartTheme theme, IReadOnlyList<PointLabel> labels, IReadOnlyList<CoordinateLine> lines, int width,
        int height)
    {
        plot.RenderInMemory(width, height);
        var area = plot.LastRender.DataRect;
        var centres = labels.Select(label => plot.GetPixel(new Coordinates(label.X, label.Y))).ToList();
        var taken = centres.Select(c => new PixelRect(c.X - 8, c.X + 8, c.Y + 8, c.Y - 8)).ToList();
        taken.AddRange(lines.Select(line => Around(plot.GetPixel(line.Start), plot.GetPixel(line.End))));
        foreach (var (label, centre) in labels.Zip(centres).OrderBy(pair => pair.Second.Y))
        {
            var size = Measure(label);
            var (rect, ring) = Find(centre, size, area, taken);
            taken.Add(rect);
            Draw(plot, theme, label, centre, rect, isFar: ring > 1);
        }
    }

    // Lines are level or upright.
    private static PixelRect Around(Pixel a, Pixel b) =>
        new(Math.Min(a.X, b.X) - 2, Math.Max(a.X, b.X) + 2, Math.Max(a.Y, b.Y) + 2, Math.Min(a.Y, b.Y) - 2);

    private static PixelSize Measure(PointLabel label)
    {
        using var font = new SkiaSharp.SKFont(Fonts.GetTypeface(ChartFonts.Family, label.IsBold, false), FontSize);
        return new PixelSize(font.MeasureText(label.Text) + 4, FontSize + 6);
    }

    private static (PixelRect Rect, int Ring) Find(Pixel centre, PixelSize size, PixelRect area, List<PixelRect> taken)
    {
        PixelRect? inside = null;
        for (var ring = 0; ring < 12; ring++)
        {
            var (outX, outY) = (Gap + ring * 9f, Gap / 2 + ring * 9f);
            foreach (var (x, y) in new (float, float)[] { (-1, -1), (1, 1), (1, 0), (-1, 0), (1, -1), (-1, 1), (0, -1), (0, 1) })
            {
                var left = centre.X + x * (y == 0 ? outX : outX / 2) + (x < 0 ? -size.Width : x > 0 ? 0 : -size.Width / 2);
                var top = centre.Y + y * outY + (y < 0 ? -size.Height : y > 0 ? 0 : -size.Height / 2);
                var rect = new PixelRect(left, left + size.Width, top + size.Height, top);
                if (left < area.Left || rect.Right > area.Right || top < area.Top || rect.Bottom > area.Bottom)
                {
                    continue;
                }

                inside ??= rect;
                if (!taken.Any(other => Overlaps(rect, other)))
                {
                    return (rect, ring);
                }
            }
        }

        return (inside ?? new PixelRect(centre.X + Gap, centre.X + Gap + size.Width, centre.Y + 8, centre.Y - 8), 0);
    }

    private static bool Overlaps(PixelRect a, PixelRect b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;

    private static void Draw(Plot plot, ChartTheme theme, PointLabel label, Pixel centre, PixelRect rect, bool isFar)
    {
        var middle = new Pixel((rect.Left + rect.Right) / 2, (rect.Top + rect.Bottom) / 2);
        if (isFar)
        {
            var near = plot.GetCoordinates(new Pixel(Math.Clamp(centre.X, rect.Left, rect.Right),
                Math.Clamp(centre.Y, rect.Top, rect.Bottom)));
            var leader = plot.Add.Line(label.X, label.Y, near.X, near.Y);
            leader.LineWidth = 1;
            leader.LineColor = theme.Muted;
        }

        var at = plot.GetCoordinates(middle);
        var text = plot.Add.Text(label.Text, at.X, at.Y);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontName = ChartFonts.Family;
        text.LabelBold = label.IsBold;
        text.LabelFontSize = FontSize;
        text.LabelFontColor = theme.Text;
    }
}
