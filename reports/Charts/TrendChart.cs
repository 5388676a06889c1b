using System.Globalization;
using Eval.Reports.Drift;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Statistics;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>pass@1 of each model from run to run, with the runs on which something happened.</summary>
internal static class TrendChart
{
    public const string Name = "trend";

    private const int Height = 440;
    private const int MinNights = 2;
    private const int LongestName = 28;
    private const int LabelHeight = 19;

    // What the axes, the title and the frame leave of the picture.
    private const int PlotWidth = ModelRows.Width - 90;
    private const int PlotHeight = Height - 110;

    // With more models their intervals cover each other and nothing can be read from them.
    private const int MaxBands = 3;
    private const int FewMarkers = 20;
    private const double LeastRange = 0.2;

    /// <summary>Returns the chart; null until there is a second run to compare with.</summary>
    public static ChartPicture? Create(ReportInput input)
    {
        var lines = Lines(input);
        if (input.Drift is not { } drift || lines.Count == 0)
        {
            return null;
        }

        var title = "pass@1 over nightly runs" + ChartFiles.SimulatedMark(input.Run);
        var axis = NightAxis.From(lines.Select(line => line.Points));
        var events = TrendEvent.From(drift, axis);
        var caption = $"Each model's share of passing answers, run by "
            + $"run{(lines.Count <= MaxBands ? ", with its 95% interval" : "")}; only runs with the same tasks and settings. "
            + "A line with a gap: too little was answered in that run."
            + (axis.IsByTime
                ? "" : " A clock went back between two runs: they stand in the order in which they were begun, at equal distances.")
            + TrendEvent.Sentence(events);
        return new ChartPicture(Name, title, caption, ModelRows.Width, Height, theme => Draw(theme, title, lines, axis, events));
    }

    private static List<Line> Lines(ReportInput input)
    {
        var models = input.Run.Models.Select(model => model.Name).ToList();
        return [.. (input.Drift?.Trends ?? [])
            .Where(trend => trend.Points.Count(point => point.PassRate is not null) >= MinNights)
            .Select(trend => new Line(Math.Max(0, models.IndexOf(trend.Model)), VisibleText.Name(trend.Model, LongestName), trend.Points))];
    }

    private static Plot Draw(ChartTheme theme, string title, List<Line> lines, NightAxis axis, IReadOnlyList<TrendEvent> events)
    {
        var plot = theme.NewPlot(title, "");
        ChartTheme.NameLeftAxis(plot, "pass@1 (%)");
        plot.Grid.XAxisStyle.IsVisible = false;
        var days = axis.Nights.Select(night => (At: night.At.UtcDateTime, Place: axis.Place(night.RunId)!.Value))
            .DistinctBy(day => day.Place).ToList();
        SetDays(plot, days, axis.IsByTime);
        var (low, high) = SetRates(plot, lines, events.Count > 0);
        var (first, last) = (days[0].Place, days[^1].Place);
        var names = lines.Max(line => Width(line.Name)) + 34;
        var margin = (last - first) * 0.02;
        var end = first - margin + ((last - first + (2 * margin)) * PlotWidth / (PlotWidth - names));
        plot.Axes.SetLimits(first - margin, end, low, high);
        foreach (var happened in events)
        {
            DrawEvent(plot, theme, happened, high);
        }

        foreach (var line in lines)
        {
            DrawLine(plot, line, axis, isAmongFew: lines.Count <= MaxBands, isDense: days.Count > FewMarkers);
        }

        DrawNames(plot, theme, lines, last, (end - first) / PlotWidth, (high - low) / PlotHeight);
        return plot;
    }

    private static void DrawLine(Plot plot, Line line, NightAxis axis, bool isAmongFew, bool isDense)
    {
        var colour = ChartTheme.Series(line.Model);
        foreach (var part in Unbroken(line.Points))
        {
            var times = part.Select(point => axis.Place(point.RunId)!.Value).ToArray();
            if (isAmongFew && part.Count > 1)
            {
                var band = plot.Add.FillY(times, [.. part.Select(point => point.PassRate!.Low)],
                    [.. part.Select(point => point.PassRate!.High)]);
                band.FillColor = colour.WithAlpha(0.12);
                band.LineWidth = 0;
            }

            var scatter = plot.Add.Scatter(times, [.. part.Select(point => point.PassRate!.Value)]);
            scatter.Color = colour;
            scatter.LineWidth = isDense && !isAmongFew ? 1.4f : 2;
            scatter.MarkerShape = ChartTheme.Shape(line.Model);
            scatter.MarkerSize = !isDense || part.Count == 1 ? 8 : isAmongFew ? 4 : 0;
        }
    }

    /// <summary>Names stand at the ends of their lines, pushed apart where lines end close together.</summary>
    private static void DrawNames(Plot plot, ChartTheme theme, List<Line> lines, double last, double timePerPixel, double ratePerPixel)
    {
        var step = LabelHeight * ratePerPixel;
        var ends = lines.Select(line => (Line: line, Y: line.Points.Last(point => point.PassRate is not null).PassRate!.Value))
            .OrderBy(end => end.Y).ToList();
        var places = Spread([.. ends.Select(end => end.Y)], step);
        foreach (var ((line, y), place) in ends.Zip(places))
        {
            var leader = plot.Add.Line(last + (7 * timePerPixel), y, last + (22 * timePerPixel), place);
            leader.LineColor = ChartTheme.Series(line.Model);
            leader.LineWidth = 1.5f;
            var name = plot.Add.Text(line.Name, last + (26 * timePerPixel), place);
            name.LabelAlignment = Alignment.MiddleLeft;
            name.LabelFontName = ChartFonts.Family;
            name.LabelFontSize = 13;
            name.LabelFontColor = theme.Text;
        }
    }

    /// <summary>Returns positions as near to the wanted ones (ascending) as a least distance allows.</summary>
    internal static IReadOnlyList<double> Spread(IReadOnlyList<double> wanted, double distance)
    {
        // Groups that touch are one block around the mean of what its members want.
        var blocks = new List<(double Sum, int Count)>();
        foreach (var place in wanted.Select((y, i) => y - (i * distance)))
        {
            blocks.Add((place, 1));
            while (blocks.Count > 1 && Mean(blocks[^2]) >= Mean(blocks[^1]))
            {
                var joined = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(joined);
            }
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(Mean(block), block.Count)).Select((y, i) => y + (i * distance))];

        static double Mean((double Sum, int Count) block) => block.Sum / block.Count;
    }

    private static void DrawEvent(Plot plot, ChartTheme theme, TrendEvent happened, double top)
    {
        var at = happened.Place;
        var colour = happened.IsAlarm ? theme.Bad : theme.Muted;
        var line = plot.Add.VerticalLine(at, 1.2f, colour, LinePattern.Dotted);
        line.ExcludeFromLegend = true;
        var sign = plot.Add.Text(happened.Sign, at, top);
        sign.LabelAlignment = Alignment.UpperCenter;
        sign.LabelFontName = ChartFonts.Family;
        sign.LabelFontSize = 12;
        sign.LabelBold = true;
        sign.LabelFontColor = colour;
        sign.LabelBackgroundColor = theme.Background;
        sign.LabelPadding = 2;
    }

    private static void SetDays(Plot plot, List<(DateTime At, double Place)> days, bool isByTime)
    {
        const int MaxLabels = 8;
        var isByHour = isByTime && days.Select(day => day.At.Date).Distinct().Count() < days.Count
            && days[^1].At - days[0].At < TimeSpan.FromDays(3);
        var format = isByHour ? "d MMM HH:mm" : days.TrueForAll(day => day.At.Year == days[0].At.Year) ? "d MMM" : "d MMM yy";
        var max = isByHour ? MaxLabels / 2 : MaxLabels;
        var shown = days.Count <= max ? days
            : [.. Enumerable.Range(0, max).Select(i => days[(int)Math.Round(i * (days.Count - 1) / (max - 1.0))])];
        plot.Axes.Bottom.SetTicks([.. shown.Select(day => day.Place)],
            [.. shown.Select(day => day.At.ToString(format, CultureInfo.InvariantCulture))]);
    }

    /// <summary>The axis holds what there is and not the whole 0–100, or a loss of three points would be a straight line.</summary>
    private static (double Low, double High) SetRates(Plot plot, List<Line> lines, bool hasEvents)
    {
        var points = lines.SelectMany(line => line.Points).Select(point => point.PassRate).OfType<Estimate>().ToList();
        var (low, high) = lines.Count <= MaxBands ? (points.Min(point => point.Low), points.Max(point => point.High))
            : (points.Min(point => point.Value), points.Max(point => point.Value));
        var middle = (low + high) / 2;
        (low, high) = (Math.Min(low, middle - (LeastRange / 2)), Math.Max(high, middle + (LeastRange / 2)));
        var step = high - low > 0.5 ? 0.2 : high - low > 0.25 ? 0.1 : 0.05;
        low = Math.Max(0, Math.Floor(low / step) * step);
        high = Math.Min(1, Math.Ceiling(high / step) * step);
        var ticks = Enumerable.Range(0, (int)Math.Round((high - low) / step) + 1).Select(i => low + (i * step)).ToArray();
        plot.Axes.Left.SetTicks(ticks, [.. ticks.Select(tick => (100 * tick).ToString("0", CultureInfo.InvariantCulture))]);
        var room = (high - low) * 0.03;
        return (low - room, high + room + (hasEvents ? (high - low) * 24 / PlotHeight : 0));
    }

    private static IEnumerable<List<TrendPoint>> Unbroken(IReadOnlyList<TrendPoint> points)
    {
        var part = new List<TrendPoint>();
        foreach (var point in points)
        {
            if (point.PassRate is not null)
            {
                part.Add(point);
            }
            else if (part.Count > 0)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private static float Width(string text)
    {
        using var font = new SkiaSharp.SKFont(Fonts.GetTypeface(ChartFonts.Family, false, false), 13);
        return font.MeasureText(text);
    }

    private sealed record Line(int Model, string Name, IReadOnlyList<TrendPoint> Points);
}
