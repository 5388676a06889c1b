using System.Runtime.InteropServices;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;
using Eval.Results.Statistics;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>How the time to first token is spread, per model.</summary>
internal static class TtftChart
{
    private const string Name = "ttft";

    // The clock is finer than this; a smaller value would only stretch the axis.
    private const double SmallestMs = 0.01;

    public static ChartPicture Create(ReportInput input)
    {
        var run = input.Run;
        var title = "Time to first token" + ChartFiles.SimulatedMark(run);
        var strips = Strips(input);
        if (strips.All(row => row.Strip is null))
        {
            const string reason = "No attempt of this run has a time to first token.";
            return new ChartPicture(Name, title, reason, ModelRows.Width, 200,
                theme => ModelRows.Empty(theme, title, reason)) { IsEmpty = true };
        }

        var missing = strips.Where(row => row.Strip is null).Select(row => VisibleText.Name(row.Name, 60)).ToList();
        var caption = "Box: the middle half; whiskers: 5th to 95th percentile; mark: the median. Logarithmic. "
            + "Replies that came in one piece, from an earlier run or while this machine was too busy are left out."
            + (missing.Count > 0 ? $" Without data: {string.Join(", ", missing)}." : "");
        var scale = LogScale.Around([.. strips.Select(row => row.Strip).OfType<Strip>().SelectMany(s => new[] { s.P5, s.P95 })]);
        var names = strips.Select(row => row.Name).ToList();
        var values = strips.Select(row => row.Strip is { } s
            ? $"p50 {Format.Duration(s.P50)}  p90 {Format.Duration(s.P90)}  n={Format.Count(s.N)}"
            : "n/a").ToList();
        return new ChartPicture(Name, title, caption, ModelRows.Width, ModelRows.Height(names.Count), theme =>
        {
            var plot = ModelRows.Create(theme, title, "time to first visible token, logarithmic", names, values);
            plot.Axes.Bottom.SetTicks([.. scale.Ticks.Select(LogScale.Position)], [.. scale.Ticks.Select(Format.DurationTick)]);
            plot.Axes.SetLimitsX(scale.Low, scale.High);
            for (var i = 0; i < strips.Count; i++)
            {
                if (strips[i].Strip is { } strip)
                {
                    Draw(plot, theme, strip, strips[i].Index, ModelRows.Y(i, strips.Count));
                }
            }

            return plot;
        });
    }

    private static void Draw(Plot plot, ChartTheme theme, Strip strip, int model, double y)
    {
        var colour = ChartTheme.Series(model);
        foreach (var (from, to) in new[] { (strip.P5, strip.P25), (strip.P75, strip.P95) })
        {
            var whisker = plot.Add.Line(LogScale.Position(from), y, LogScale.Position(to), y);
            whisker.LineWidth = 2;
            whisker.LineColor = colour;
        }

        var box = plot.Add.Rectangle(LogScale.Position(strip.P25), LogScale.Position(strip.P75), y - 0.26, y + 0.26);
        box.FillColor = colour.WithAlpha(0.4);
        box.LineColor = colour;
        box.LineWidth = 1.5f;
        var median = plot.Add.Line(LogScale.Position(strip.P50), y - 0.26, LogScale.Position(strip.P50), y + 0.26);
        median.LineWidth = 3;
        median.LineColor = theme.Text;
    }

    // The quickest median first, models without data last.
    private static List<(string Name, int Index, Strip? Strip)> Strips(ReportInput input)
    {
        var values = input.Run.Models.ToDictionary(model => model.Name, _ => new List<double>());
        foreach (var attempt in input.Attempts.Where(attempt => attempt.Verdict != Verdict.Skipped))
        {
            if (AttemptTimes.TtftMs(attempt) is { } ms && values.TryGetValue(attempt.Key.Model, out var list))
            {
                list.Add(Math.Max(ms, SmallestMs));
            }
        }

        return [.. input.Run.Models.Select((model, index) => (model.Name, index, Strip: Strip.From(values[model.Name])))
            .OrderBy(row => row.Strip?.P50 ?? double.PositiveInfinity)];
    }

    private sealed record Strip(int N, double P5, double P25, double P50, double P75, double P90, double P95)
    {
        public static Strip? From(List<double> values)
        {
            values.Sort();
            return values.Count == 0 ? null : new Strip(values.Count, At(.05), At(.25), At(.5), At(.75), At(.9), At(.95));

            double At(double q) => Percentile.Compute(CollectionsMarshal.AsSpan(values), q)!.Value;
        }
    }
}
