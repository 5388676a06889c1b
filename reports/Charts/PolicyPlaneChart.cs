using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Statistics;
using Eval.Routing.Search;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>The cost-quality plane of models and policies: what routing adds to what mixing models at random reaches anyway.</summary>
internal static class PolicyPlaneChart
{
    public const string Name = "routing";
    private const int Height = 540;
    private const int MaxNamedModels = 8;

    // More room than the spread of the policies needs, but not the empty half of a plane.
    private const double Room = 0.06;

    private const string Reading = "Cost per task (logarithmic) against the share of tasks solved, with 95% intervals. Filled circles: "
        + "models. Diamonds: policies, scored on tasks they "
        + "were not chosen on. Hollow: upper bounds that nobody can deploy. Star: the router that knows every outcome beforehand, not "
        + "attainable. Solid line: what mixing single models "
        + "at random reaches; a policy that is not above it adds nothing. Dashed: the same with the policies.";

    /// <summary>Returns the chart; <see langword="null"/> when no policy was searched for or nothing has a cost above zero.</summary>
    public static ChartPicture? Create(ReportInput input)
    {
        if (input.Routing is not { } routing)
        {
            return null;
        }

        var points = Points(input, routing);
        if (points.Count == 0)
        {
            return null;
        }

        var title = "Models and policies: cost against quality" + ChartFiles.SimulatedMark(input.Run);
        return new ChartPicture(Name, title, Reading, ModelRows.Width, Height, theme => Draw(theme, title, points));
    }

    private static List<Point> Points(ReportInput input, RoutingResult routing)
    {
        var points = new List<Point>();
        foreach (var row in routing.Rows.Where(row => row.Metrics?.CostPerTaskUsd is { Value: > 0 }))
        {
            // A search that chose a model alone lies on that model.
            if (row.Role == PolicyRole.Searched && row.Family == PolicyFamily.OneModel)
            {
                continue;
            }

            var model = input.Run.Models.Select((known, index) => (known.Name, index)).Where(known => known.Name == row.Name)
                .Select(known => known.index).FirstOrDefault(-1);
            points.Add(new Point(row.Role, model, row.Name, row.Metrics!.CostPerTaskUsd!.Value, row.Metrics.Quality));
        }

        if (routing.Oracle.Cost > 0)
        {
            points.Add(new Point(PolicyRole.Considered, -1, "oracle, not attainable", routing.Oracle.Cost,
                new Estimate(routing.Oracle.Quality, routing.Oracle.Quality, routing.Oracle.Quality, 0)));
        }

        return points;
    }

    private static Plot Draw(ChartTheme theme, string title, List<Point> points)
    {
        var plot = theme.NewPlot(title, "cost per task (USD), logarithmic");
        ChartTheme.NameLeftAxis(plot, "tasks solved (%)");
        var low = Math.Max(0, Math.Floor(10 * (points.Min(point => point.Quality.Low) - Room)) / 10);
        var ticks = Enumerable.Range(0, 11).Select(tenth => tenth / 10.0).Where(tick => tick >= low - 1e-9).ToArray();
        plot.Axes.Left.SetTicks(ticks,
            [.. ticks.Select(tick => (100 * tick).ToString("0", System.Globalization.CultureInfo.InvariantCulture))]);
        var scale = LogScale.Around([.. points.Select(point => point.Cost)]);
        plot.Axes.Bottom.SetTicks([.. scale.Ticks.Select(LogScale.Position)], [.. scale.Ticks.Select(Format.UsdTick)]);
        plot.Axes.SetLimits(scale.Low, scale.High, low - 0.01, 1.03);
        var lines = new List<CoordinateLine>();
        lines.AddRange(DrawHull(plot, theme, points.Where(point => point.Role == PolicyRole.Model), scale.High, LinePattern.Solid));
        if (points.Exists(point => point.Role == PolicyRole.Searched))
        {
            lines.AddRange(DrawHull(plot, theme, points.Where(point => point.Role is PolicyRole.Model or PolicyRole.Searched), scale.High,
                LinePattern.Dashed));
        }

        foreach (var point in points)
        {
            DrawPoint(plot, theme, point);
        }

        var named = points.Count(point => point.Role == PolicyRole.Model) <= MaxNamedModels
            ? points : points.Where(point => point.Role != PolicyRole.Model);
        PointLabels.Place(
            plot, theme, [.. named.Select(point => new PointLabel(LogScale.Position(point.Cost), point.Quality.Value,
                VisibleText.Name(point.Name, 40), point.Role == PolicyRole.Searched))],
            [.. lines, .. points.Select(Interval)], ModelRows.Width, Height);
        return plot;
    }

    /// <summary>Mixing is linear in money, so on a logarithmic axis its lines are curves: drawn in small steps.</summary>
    private static List<CoordinateLine> DrawHull(Plot plot, ChartTheme theme, IEnumerable<Point> points, double right, LinePattern pattern)
    {
        const int Steps = 40;
        var hull = CostQualityFrontier.From(points.Select(point => new CostQualityPoint(point.Cost, point.Quality.Value)));
        var (from, to) = (LogScale.Position(hull.Vertices[0].Cost), right);
        var lines = new List<CoordinateLine>();
        for (var step = 0; step < Steps; step++)
        {
            var (x1, x2) = (from + ((to - from) * step / Steps), from + ((to - from) * (step + 1) / Steps));
            lines.Add(new CoordinateLine(x1, Quality(hull, x1), x2, Quality(hull, x2)));
        }

        foreach (var segment in lines)
        {
            var line = plot.Add.Line(segment);
            line.LineWidth = 1.5f;
            line.LineColor = theme.Muted;
            line.LinePattern = pattern;
        }

        return lines;
    }

    private static double Quality(CostQualityFrontier hull, double position) =>
        hull.QualityAt(Math.Max(hull.Vertices[0].Cost, Math.Pow(10, position))) ?? hull.Vertices[0].Quality;

    private static CoordinateLine Interval(Point point)
    {
        var x = LogScale.Position(point.Cost);
        return new CoordinateLine(x, Math.Max(0, point.Quality.Low), x, Math.Min(1, point.Quality.High));
    }

    private static void DrawPoint(Plot plot, ChartTheme theme, Point point)
    {
        var x = LogScale.Position(point.Cost);
        var colour = point.Model >= 0 ? ChartTheme.Series(point.Model) : theme.Text;
        var interval = plot.Add.Line(Interval(point));
        interval.LineWidth = 3;
        interval.LineColor = colour.WithAlpha(0.35);
        var (shape, size) = point.Role switch
        {
            PolicyRole.Model => (ChartTheme.Shape(Math.Max(0, point.Model)), 13),
            PolicyRole.Searched => (MarkerShape.FilledDiamond, 15),
            PolicyRole.UpperBound => (MarkerShape.OpenDiamond, 15),
            _ => (MarkerShape.Asterisk, 17),
        };
        var marker = plot.Add.Marker(x, point.Quality.Value, shape, size, colour);
        marker.MarkerLineColor = point.Role is PolicyRole.UpperBound or PolicyRole.Considered ? colour : theme.Background;
        marker.MarkerLineWidth = point.Role is PolicyRole.UpperBound or PolicyRole.Considered ? 2 : 1.5f;
    }

    private sealed record Point(PolicyRole Role, int Model, string Name, double Cost, Estimate Quality);
}
