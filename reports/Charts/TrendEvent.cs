using System.Globalization;
using Eval.Reports.Drift;
using Eval.Results.Formatting;

namespace Eval.Reports.Charts;

/// <summary>A run on which something happened, as the trend marks it.</summary>
/// <param name="At">When the run began, as its clock said.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="IsAlarm">Whether an alarm was raised.</param>
/// <param name="What">What happened to which model, in words.</param>
internal sealed record TrendEvent(DateTimeOffset At, double Place, bool IsAlarm, string What)
{
    private const int MaxNamed = 6;

    /// <summary>Gets what stands at the mark: a sign, since words of runs side by side would cover each other.</summary>
    public string Sign => IsAlarm ? "▲" : "●";

    /// <summary>Returns the runs with an alarm, an outage or a change, and what else is told of this run, the oldest first.</summary>
    /// <param name="drift">What was found.</param>
    /// <param name="axis">The runs that the trend shows.</param>
    public static IReadOnlyList<TrendEvent> From(DriftReport drift, NightAxis axis)
    {
        var tonight = axis.Nights[^1].RunId;
        var alarms = drift.Series.SelectMany(series => series.Points.Where(point => point.IsAlarm)
            .Select(point => (point.RunId, IsAlarm: true, series.Model, What: series.Metric.Title)));
        var happened = drift.Trends.SelectMany(trend =>
            trend.Points.SelectMany(point => point.Happened.Select(kind => (point.RunId, IsAlarm: kind == DriftKind.Outage, trend.Model,
            What: Name(kind)))));
        // An alarm of this run is already one of its series.
        var named = drift.Findings.Where(finding => !finding.IsAlarm)
            .Select(finding => (RunId: tonight, IsAlarm: false, finding.Model, What: Name(finding.Kind)));
        var byNight = alarms.Concat(happened).Concat(named).ToLookup(one => one.RunId, StringComparer.Ordinal);
        return [.. axis.Nights.Where(night => byNight.Contains(night.RunId)).Select(night => new TrendEvent(
            night.At, axis.Place(night.RunId)!.Value, byNight[night.RunId].Any(one => one.IsAlarm),
                ByModel(byNight[night.RunId].Select(one => (one.Model, one.What)))))];
    }

    /// <summary>Returns what happened, each model named once: <c>a (pass@1, TTFT p50), b (new price)</c>.</summary>
    public static string ByModel(IEnumerable<(string Model, string What)> happened)
    {
        var models = happened.GroupBy(one => one.Model, StringComparer.Ordinal).ToList();
        return string.Join(", ", models.Take(MaxNamed)
            .Select(model =>
                $"{VisibleText.Name(model.Key, 60)} ({string.Join(", ", model.Select(one => one.What).Distinct(StringComparer.Ordinal))})"))
            + (models.Count > MaxNamed ? $" and {models.Count - MaxNamed} more models" : "");
    }

    /// <summary>Returns the marks in words, the newest first.</summary>
    public static string Sentence(IReadOnlyList<TrendEvent> events)
    {
        if (events.Count == 0)
        {
            return "";
        }

        var format = events.DistinctBy(night => night.At.UtcDateTime.Year).Count() == 1 ? "d MMM" : "d MMM yyyy";
        var named = events.Reverse().Take(MaxNamed)
            .Select(night => $"{night.At.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}: {night.What}");
        return $" Marked runs (▲ an alarm, ● a change): "
            + $"{string.Join("; ", named)}{(events.Count > MaxNamed ? $"; {events.Count - MaxNamed} earlier" : "")}.";
    }

    /// <summary>Returns what was found, in a word or two.</summary>
    public static string Name(DriftKind kind) => kind switch
    {
        DriftKind.Regression => "passes less",
        DriftKind.Improvement => "passes more",
        DriftKind.Outage => "outage",
        DriftKind.LessAvailable => "less available",
        DriftKind.Slower => "slower",
        DriftKind.Dearer => "dearer",
        DriftKind.Longer => "longer answers",
        DriftKind.Worse => "worse",
        DriftKind.ServedModelChanged => "other model served",
        DriftKind.PriceChanged => "new price",
        DriftKind.SuiteChanged => "other tasks",
        DriftKind.ClockWentBack => "clock went back",
        _ => "other settings",
    };
}
