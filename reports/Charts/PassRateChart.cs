using Eval.Results;
using Eval.Results.Formatting;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>pass@1 of each model with its interval.</summary>
internal static class PassRateChart
{
    public static ChartPicture Create(ReportInput input)
    {
        var run = input.Run;
        var title = "pass@1 by model" + ChartFiles.SimulatedMark(run);
        var rows = run.Models.Select((model, index) => (Name: model.Name, Index: index, input.Summary.Overall(model).PassAt1))
            .OrderByDescending(row => row.PassAt1?.Value ?? -1).ToList();
        var values = rows.Select(row => row.PassAt1 is { } e
            ? $"{Format.Percent(e.Value)}  ({Format.PercentRange(e)})  n={Format.Count(e.N)}"
            : "n/a: nothing answered").ToList();
        var names = rows.Select(row => row.Name).ToList();
        return new ChartPicture(
            "pass-at-1",
            title,
            "Share of answered attempts that pass, each with its 95% interval. Where intervals "
                + "overlap, the difference may not be significant.",
            ModelRows.Width,
            ModelRows.Height(rows.Count),
            theme =>
            {
                var plot = ModelRows.Create(theme, title, "pass@1 (%), with 95% interval", names, values);
                plot.Axes.Bottom.SetTicks([0, .2, .4, .6, .8, 1], ["0", "20", "40", "60", "80", "100"]);
                plot.Axes.SetLimitsX(-0.02, 1.02);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (rows[i].PassAt1 is not { } estimate)
                    {
                        continue;
                    }

                    var y = ModelRows.Y(i, rows.Count);
                    var interval = plot.Add.Line(Math.Max(0, estimate.Low), y, Math.Min(1, estimate.High), y);
                    interval.LineWidth = 7;
                    interval.LineColor = ChartTheme.Series(rows[i].Index).WithAlpha(0.4);
                    plot.Add.Marker(estimate.Value, y, ChartTheme.Shape(rows[i].Index), 13, ChartTheme.Series(rows[i].Index));
                }

                return plot;
            });
    }
}
