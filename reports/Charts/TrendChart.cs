using System.Globalization;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>pass@1 of each model from night to night.</summary>
internal static class TrendChart
{
    private const int Width = 900;
    private const int Height = 420;
    private const int FewestNights = 2;
    private const int LongestName = 40;

    /// <summary>Returns the chart; null until there is a second night to compare with.</summary>
    public static ChartPicture? Create(RunResults results)
    {
        var trends = (results.Drift?.Trends ?? []).Where(trend => trend.Points.Count(point => point.PassRate is not null) >= FewestNights).ToList();
        if (trends.Count == 0)
            return null;

        var title = "pass@1 over runs" + ChartFiles.SimulatedMark(results.Run);
        return new ChartPicture(
            "trend",
            title,
            "Each model's share of passing answers from run to run, with its 95% interval; only runs with the same tasks and settings.",
            Width,
            Height,
            theme =>
            {
                var plot = theme.NewPlot(title, "pass@1 (%) by day");
                foreach (var trend in trends)
                {
                    var index = results.Run.Models.ToList().FindIndex(model => model.Name == trend.Model);
                    var points = trend.Points.Where(point => point.PassRate is not null).ToList();
                    var times = points.Select(point => point.At.UtcDateTime.ToOADate()).ToArray();
                    var band = plot.Add.FillY(times, [.. points.Select(point => point.PassRate!.Low)], [.. points.Select(point => point.PassRate!.High)]);
                    band.FillColor = ChartTheme.Series(index).WithAlpha(0.12);
                    band.LineWidth = 0;
                    var line = plot.Add.Scatter(times, [.. points.Select(point => point.PassRate!.Value)]);
                    line.Color = ChartTheme.Series(index);
                    line.MarkerShape = ChartTheme.Shape(index);
                    line.MarkerSize = 9;
                    line.LineWidth = 2;
                    line.LegendText = VisibleText.Name(trend.Model, LongestName);
                }

                plot.Axes.Left.SetTicks([0, .2, .4, .6, .8, 1], ["0", "20", "40", "60", "80", "100"]);
                plot.Axes.SetLimitsY(-0.02, 1.05);
                var days = trends.SelectMany(trend => trend.Points).Select(point => point.At.UtcDateTime).Distinct().Order().ToList();
                var step = Math.Max(1, days.Count / 8);
                var shown = days.Where((_, i) => i % step == 0).ToList();
                plot.Axes.Bottom.SetTicks([.. shown.Select(day => day.ToOADate())], [.. shown.Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture))]);
                var legend = plot.ShowLegend(Alignment.LowerLeft);
                legend.BackgroundColor = theme.Background;
                legend.FontColor = theme.Text;
                legend.OutlineColor = theme.Grid;
                legend.ShadowColor = Colors.Transparent;
                return plot;
            });
    }
}
