using System.Globalization;
using Eval.Reports.Charts;
using Eval.Reports.Comparisons;
using Eval.Reports.Statistics;

namespace Eval.Reports.Drift;

/// <summary>Says what an alarm of a series means.</summary>
internal static class DriftSentences
{
    private const string Day = "yyyy-MM-dd";
    private const int MostTasks = 5;

    /// <summary>Returns the finding of tonight; null where there is no alarm.</summary>
    public static DriftFinding? Of(DriftSeries series, ModelHistory history)
    {
        if (!series.Points[^1].IsAlarm)
            return null;

        var nights = history.Nights.TakeLast(series.NightsSinceChange).ToList();
        var baseline = series.Points.Where(point => point.IsBaseline).ToList();
        var (usual, now) = (baseline.Average(point => point.Value!.Value), series.Points.TakeLast(nights.Count).Where(point => point.Value is not null).Average(point => point.Value!.Value));
        var since = $"since {nights[0].Run.StartedAt.ToString(Day, CultureInfo.InvariantCulture)}, {(nights.Count == 1 ? "tonight alone" : $"{nights.Count} nights")}";
        return series.Metric switch
        {
            DriftMetric.PassRate => new DriftFinding(series.Model, DriftKind.Regression, $"passes less often than in its baseline ({since}): {Change(history, baseline, nights)}"),
            DriftMetric.Availability => new DriftFinding(series.Model, DriftKind.LessAvailable, $"is answered less often ({since}): {Figures.Percent(now)} of its calls, {Figures.Percent(usual)} before"),
            DriftMetric.Ttft => new DriftFinding(series.Model, DriftKind.Slower, $"starts to answer later ({since}): TTFT {Figures.Duration(now)}, {Figures.Duration(usual)} before"),
            DriftMetric.Latency => new DriftFinding(series.Model, DriftKind.Slower, $"answers later ({since}): {Figures.Duration(now)}, {Figures.Duration(usual)} before"),
            DriftMetric.CostPerTask => new DriftFinding(series.Model, DriftKind.Dearer, $"costs more at the same price ({since}): {Figures.Usd(now)} a task, {Figures.Usd(usual)} before"),
            _ => new DriftFinding(series.Model, DriftKind.Longer, $"gives longer answers ({since}): {Figures.Significant(now)} tokens, {Figures.Significant(usual)} before"),
        };
    }

    /// <summary>The change on the common tasks with its interval, and the tasks that lost most.</summary>
    private static string Change(ModelHistory history, List<DriftPoint> baseline, List<Night> since)
    {
        var before = PassRateBaseline.Of([.. history.Nights.Where(night => baseline.Any(point => point.RunId == night.Run.Id))]);
        var changes = PassRateBaseline.Of(since).Shares.Join(before.Shares, now => now.Key, then => then.Key, (now, then) => (Task: now.Key, Now: now.Value, Then: then.Value), StringComparer.Ordinal).ToList();
        var lost = changes.Where(task => task.Now < task.Then).OrderBy(task => task.Now - task.Then).ThenBy(task => task.Task, StringComparer.Ordinal).Take(MostTasks).Select(task => task.Task).ToList();
        return $"{Figures.Percent(changes.Average(task => task.Now))} against {Figures.Percent(changes.Average(task => task.Then))}, "
            + ComparisonText.Difference(TaskDifference.Of(changes.ConvertAll(task => task.Now - task.Then)))
            + (lost.Count > 0 ? $"; most on {string.Join(", ", lost)}" : "");
    }
}
