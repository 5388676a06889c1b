using System.Globalization;
using Eval.Reports.Comparisons;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Statistics;

namespace Eval.Reports.Drift;

/// <summary>Says what an alarm of a series means.</summary>
internal static class DriftSentences
{
    private const string Day = "yyyy-MM-dd";
    private const int MaxTasks = 5;

    /// <summary>The score of a single look at one model whose loss is suspected already: 5 %, one-sided.</summary>
    private const double BeyondChance = -1.645;

    /// <summary>Returns the finding of this run; null where there is no alarm.</summary>
    public static DriftFinding? Create(DriftSeries series, ModelHistory history, RunResults? confirmation)
    {
        if (!series.Points[^1].IsAlarm)
        {
            return null;
        }

        var nights = history.Nights.TakeLast(series.NightsSinceChange).ToList();
        var baseline = series.Points.SkipLast(nights.Count).Where(point => point.IsBaseline).ToList();
        var (usual, now) = (baseline.Average(point => point.Value!.Value),
            series.Points.TakeLast(nights.Count).Where(point => point.Value is not null).Average(point => point.Value!.Value));
        var since = $"since {nights[0].Run.StartedAt.ToString(Day, CultureInfo.InvariantCulture)}, "
            + $"{(nights.Count == 1 ? "this run alone" : $"{nights.Count} runs")}";
        var (metric, watch) = (series.Metric, series.Metric.Watch!);
        return metric == QualityMetrics.PassAt1
            ? new DriftFinding(series.Model, DriftKind.Regression, $"{watch.Worse} ({since}): {Change(history, baseline, nights)}")
            {
                Confirmation = Confirm(series, history, confirmation),
            }
            : new DriftFinding(series.Model, KindOf(metric),
                $"{watch.Worse} ({since}): {watch.Before}{metric.Format(now)}{watch.After}, {metric.Format(usual)} before");
    }

    private static DriftKind KindOf(Metric metric) =>
        metric == QualityMetrics.Availability ? DriftKind.LessAvailable
        : metric == TimeMetrics.TtftP50 || metric == TimeMetrics.LatencyP50 ? DriftKind.Slower
        : metric == MoneyMetrics.CostPerTask ? DriftKind.Dearer
        : metric == MoneyMetrics.OutputTokensP50 ? DriftKind.Longer
        : DriftKind.Worse;

    /// <summary>The same model once more, scored by the same window as the runs.</summary>
    private static DriftConfirmation? Confirm(DriftSeries series, ModelHistory history, RunResults? confirmation)
    {
        if (confirmation?.Run.Models.FirstOrDefault(model => model.Name == series.Model) is not { } model)
        {
            return null;
        }

        var again = Night.From(confirmation.Run, model, confirmation.Attempts);
        var score = PassRateBaseline.From(history.Nights.Where(night =>
            series.Points.Any(point => point.IsBaseline && point.RunId == night.Run.Id))).Score(again.Tasks);
        return Confirmation(confirmation.Run.Id, again.IsAnswered && score is not null ? score < BeyondChance : null,
            $"{Format.Percent(again.PassRate ?? 0)}, {Format.Significant(Math.Abs(score ?? 0))} standard deviations "
            + $"{(score < 0 ? "below" : "above")} the baseline");
    }

    /// <summary>The change on the common tasks with its interval, and the tasks that lost most.</summary>
    private static string Change(ModelHistory history, List<DriftPoint> baseline, List<Night> since)
    {
        var before = PassRateBaseline.From([.. history.Nights.Where(night => baseline.Any(point => point.RunId == night.Run.Id))]);
        var changes = PassRateBaseline.From(since)
            .Shares.Join(before.Shares, now => now.Key, then => then.Key, (now, then) => (Task: now.Key, Now: now.Value, Then: then.Value),
                StringComparer.Ordinal).ToList();
        if (changes.Count == 0)
        {
            return "its runs since then share no task with the baseline";
        }

        var lost = changes.Where(task => task.Now < task.Then).OrderBy(task => task.Now - task.Then)
            .ThenBy(task => task.Task, StringComparer.Ordinal).Select(task => task.Task);
        return $"{Format.Percent(changes.Average(task => task.Now))} against {Format.Percent(changes.Average(task => task.Then))}, "
            + ComparisonText.Difference(TaskDifference.Estimate(changes.ConvertAll(task => task.Now - task.Then)))
            + Lost(lost);
    }

    /// <summary>Names the tasks that lost most.</summary>
    /// <param name="tasks">Their names, the largest loss first.</param>
    public static string Lost(IEnumerable<string> tasks) =>
        tasks.Take(MaxTasks).ToList() is { Count: > 0 } first ? $"; most on {string.Join(", ", first)}" : "";

    /// <summary>Says what asking once more showed.</summary>
    /// <param name="runId">The run that asked.</param>
    /// <param name="isConfirmed">Whether the loss is there again; null when too little was answered.</param>
    /// <param name="seen">What was seen.</param>
    public static DriftConfirmation Confirmation(string runId, bool? isConfirmed, string seen) => new(runId, isConfirmed, isConfirmed switch
    {
        true => $"asked again at once ({runId}): the loss is there again, {seen}",
        false => $"asked again at once ({runId}): not confirmed, {seen}",
        null => $"asked again at once ({runId}): too little was answered to tell",
    });
}
