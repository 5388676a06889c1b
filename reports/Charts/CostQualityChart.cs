using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Statistics;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>Cost per task against pass@1, with the models that no other beats in both.</summary>
internal static class CostQualityChart
{
    private const string Name = "cost-quality";
    private const string Reading = "Mean cost per task (logarithmic) against pass@1 with its 95% interval. "
        + "The line joins the models that no other beats in both, by the estimates alone.";

    private const int Height = 540;
    private const int KeyRowHeight = 19;

    // With more models names no longer fit beside the points: numbers do, and a key names them.
    private const int MaxNamedModels = 10;

    public static ChartPicture Create(ReportInput input)
    {
        var title = "Cost against quality" + ChartFiles.SimulatedMark(input.Run);
        var points = Points(input);
        if (points.Count == 0)
        {
            const string reason = "No model of this run has both a known cost above zero and a pass rate.";
            var why = $"{reason} {Absent(input, points)}".TrimEnd();
            return new ChartPicture(Name, title, why, ModelRows.Width, 200,
                theme => ModelRows.Empty(theme, title, reason)) { IsEmpty = true };
        }

        var withKey = points.Count > MaxNamedModels;
        var height = withKey ? Math.Max(Height, 110 + points.Count * KeyRowHeight) : Height;
        var caption = $"{Reading} {Absent(input, points)}".TrimEnd();
        return new ChartPicture(Name, title, caption, ModelRows.Width, height, theme => Draw(theme, title, points, withKey, height));
    }

    /// <summary>Marks the points that no other beats in both cost and quality; equal points stay together.</summary>
    internal static IReadOnlyList<bool> OnFrontier(IReadOnlyList<(double Cost, double Quality)> points) =>
        [.. points.Select(p => !points.Any(o => o.Cost <= p.Cost && o.Quality >= p.Quality && (o.Cost < p.Cost || o.Quality > p.Quality)))];

    private static List<Point> Points(ReportInput input)
    {
        var found = input.Run.Models
            .Select((model, index) => (model, index, row: input.Summary.Overall(model)))
            .Where(m => m.row is { CostPerTaskUsd.Value: > 0, PassAt1: not null })
            .Select(m => new Point(m.index, m.model.Name, m.row.CostPerTaskUsd!.Value, m.row.PassAt1!, false))
            .ToList();
        var frontier = OnFrontier([.. found.Select(p => (p.Cost, p.Quality.Value))]);
        return [.. found.Select((p, i) => p with { IsOnFrontier = frontier[i] })];
    }

    private static string Absent(ReportInput input, List<Point> points)
    {
        var absent = input.Run.Models.Where((_, i) => points.All(p => p.Model != i)).ToList();
        var unpriced = absent.Where(m => input.Summary.Overall(m).CostPerTaskUsd is null).Select(m => VisibleText.Name(m.Name, 60))
            .ToList();
        var others = absent.Where(m => input.Summary.Overall(m).CostPerTaskUsd is not null).Select(m => VisibleText.Name(m.Name, 60))
            .ToList();
        return (unpriced.Count > 0 ? $"Not shown because the cost is unknown: {string.Join(", ", unpriced)}." : "")
            + (others.Count > 0 ? $" Not shown because the cost is zero or nothing was answered: {string.Join(", ", others)}." : "");
    }

    private static Plot Draw(ChartTheme theme, string title, List<Point> points, bool withKey, int height)
    {
        var plot = theme.NewPlot(title, "mean cost per task (USD), logarithmic");
        ChartTheme.NameLeftAxis(plot, "pass@1 (%)");
        plot.Axes.Left.SetTicks([0, .2, .4, .6, .8, 1], ["0", "20", "40", "60", "80", "100"]);
        var scale = LogScale.Around([.. points.Select(p => p.Cost)]);
        plot.Axes.Bottom.SetTicks([.. scale.Ticks.Select(LogScale.Position)], [.. scale.Ticks.Select(Format.UsdTick)]);
        plot.Axes.SetLimits(scale.Low, scale.High, -0.03, 1.05);
        var frontier = Frontier(points, scale.High);
        foreach (var step in frontier)
        {
            DrawStep(plot, theme, step);
        }

        foreach (var point in points)
        {
            DrawPoint(plot, theme, point);
        }

        if (withKey)
        {
            DrawKey(plot, theme, points, scale, height);
        }

        var labels = points.Select((p, i) =>
            new PointLabel(LogScale.Position(p.Cost), p.Quality.Value, withKey ? Number(i) : VisibleText.Name(p.Name, 40), p.IsOnFrontier));
        PointLabels.Place(plot, theme, [.. labels], [.. frontier, .. points.Select(Interval)], ModelRows.Width, height);
        return plot;
    }

    private static List<CoordinateLine> Frontier(List<Point> points, double right)
    {
        var frontier = points.Where(p => p.IsOnFrontier).OrderBy(p => p.Cost).ThenBy(p => p.Quality.Value).ToList();
        var steps = new List<CoordinateLine>();
        for (var i = 0; i < frontier.Count; i++)
        {
            var (x, y) = (LogScale.Position(frontier[i].Cost), frontier[i].Quality.Value);
            var next = i + 1 < frontier.Count ? LogScale.Position(frontier[i + 1].Cost) : right;
            steps.Add(new CoordinateLine(x, y, next, y));
            if (i + 1 < frontier.Count)
            {
                steps.Add(new CoordinateLine(next, y, next, frontier[i + 1].Quality.Value));
            }
        }

        return steps;
    }

    private static void DrawStep(Plot plot, ChartTheme theme, CoordinateLine step)
    {
        var line = plot.Add.Line(step);
        line.LineWidth = 1.5f;
        line.LineColor = theme.Muted;
        line.LinePattern = LinePattern.Dashed;
    }

    private static CoordinateLine Interval(Point point)
    {
        var x = LogScale.Position(point.Cost);
        return new CoordinateLine(x, Math.Max(0, point.Quality.Low), x, Math.Min(1, point.Quality.High));
    }

    private static void DrawPoint(Plot plot, ChartTheme theme, Point point)
    {
        var x = LogScale.Position(point.Cost);
        var colour = ChartTheme.Series(point.Model);
        var interval = plot.Add.Line(Interval(point));
        interval.LineWidth = 3;
        interval.LineColor = colour.WithAlpha(0.4);
        var marker = plot.Add.Marker(x, point.Quality.Value, ChartTheme.Shape(point.Model), point.IsOnFrontier ? 15 : 11, colour);
        marker.MarkerLineColor = theme.Background;
        marker.MarkerLineWidth = 1.5f;
    }

    private static void DrawKey(Plot plot, ChartTheme theme, List<Point> points, LogScale scale, int height)
    {
        // The key is the right axis: its labels get the room they need and can never lie over the points.
        var usable = height - 100.0;
        var step = KeyRowHeight / usable;
        plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        plot.Axes.Right.SetTicks(
            [.. points.Select((_, i) => 1 - step * (i + 0.5))],
            [.. points.Select((p, i) => $"{Number(i)}  {VisibleText.Name(p.Name, 30)}  {Format.Percent(p.Quality.Value)}")]);
        plot.Axes.Right.TickLabelStyle.FontSize = 12;
        plot.Axes.Right.TickLabelStyle.ForeColor = theme.Text;
        plot.Axes.Right.MajorTickStyle.Length = 0;
        plot.Axes.Right.MinorTickStyle.Length = 0;
    }

    private static string Number(int index) => (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Point(int Model, string Name, double Cost, Estimate Quality, bool IsOnFrontier);
}
