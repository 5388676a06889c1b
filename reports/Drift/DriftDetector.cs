using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Statistics;

namespace Eval.Reports.Drift;

/// <summary>
/// Tells drift from chance: every run is scored against a fixed window of quiet runs, and scores add up in cumulative sums whose limit
/// allows for all series that are watched. No test is repeated run after run, since one in twenty of those would cry wolf.
/// </summary>
public static class DriftDetector
{
    /// <summary>The number of runs from which it is told what to expect.</summary>
    public const int BaselineNights = 5;

    /// <summary>Passes of known tasks know their own chance; ten runs bound what a slow decline can hide in the window.</summary>
    private const int MaxCountedNights = 10;

    /// <summary>The variation of times and costs is known from the runs alone, and failures are rare.</summary>
    private const int MaxMeasuredNights = 20;

    /// <summary>
    /// A run of times or costs that is worse than this stays outside the window: the first run of a change would widen the variation and
    /// hide the next ones. Counts have no variation to widen, and leaving out their bad runs would make the window too good.
    /// </summary>
    private const double Suspicious = -1.5;

    /// <summary>An outage is a run this far below the usual availability, and statistically significant.</summary>
    private const double OutageBy = 0.05;

    private const double BeyondChance = -4;

    /// <summary>Looks at a run.</summary>
    /// <param name="nights">For each model of the run all its runs, the oldest first, the run itself the last.</param>
    /// <param name="confirmation">The run that asked again about this run's alarms; <see langword="null"/> when none did.</param>
    /// <param name="catalog">The metrics. Default: the program's own.</param>
    public static DriftReport Check(IReadOnlyList<IReadOnlyList<Night>> nights, RunResults? confirmation = null,
        MetricCatalog? catalog = null)
    {
        var metrics = (catalog ?? MetricCatalog.Default).Watched;
        // Takes a while to find, and the first runs need none.
        var limit = new Lazy<double>(() => CusumRunLength.LimitFor(Math.Max(1, nights.Count * metrics.Count)));
        var (findings, series, trends, notes) = (new List<DriftFinding>(), new List<DriftSeries>(), new List<Trend>(), new List<string>());
        foreach (var ofModel in nights)
        {
            var history = ModelHistory.From(ofModel);
            findings.AddRange(history.Changes);
            trends.Add(new Trend(ofModel[^1].Model.Name, [.. history.Nights.Select((_, index) => Point(history.Nights, index))]));
            if (history.Nights.Count <= BaselineNights)
            {
                notes.Add($"{ofModel[^1].Model.Name}: night {history.Nights.Count} of the {BaselineNights} that are needed to know what to "
                    + "expect.");
                continue;
            }

            var watched = metrics.Select(metric => Watch(metric, history, limit.Value)).OfType<DriftSeries>().ToList();
            series.AddRange(watched);
            findings.AddRange(watched.Select(one => DriftSentences.Create(one, history, confirmation)).OfType<DriftFinding>());
            if (Outage(history.Nights, history.Nights.Count - 1) is { } outage)
            {
                findings.Add(outage);
            }

            if (Improvement(history, limit.Value) is { } improvement)
            {
                findings.Add(improvement);
            }
        }

        return new DriftReport([.. findings.OrderByDescending(finding => finding.IsAlarm)], series, trends, notes);
    }

    private static TrendPoint Point(IReadOnlyList<Night> nights, int index)
    {
        var night = nights[index];
        var happened = ModelHistory.ChangesAt(nights, index).Select(change => change.Kind);
        return new TrendPoint(
            night.Run.Id,
            night.Run.StartedAt,
            WilsonInterval.Compute(night.Tasks.Values.Sum(task => task.Passed), night.Answered),
            [.. Outage(nights, index) is { } outage ? happened.Append(outage.Kind) : happened]);
    }

    private static DriftSeries? Watch(Metric metric, ModelHistory history, double limit)
    {
        var nights = metric.Watch!.DependsOnPrice ? SamePrice(history.Nights) : history.Nights;
        return Walk(metric, nights, limit, 1) is { } points ? new DriftSeries(history.Nights[^1].Model.Name, metric, limit, points) : null;
    }

    /// <summary>
    /// Scores run after run against the window before it. The window takes in further runs while nothing points to a change: five
    /// runs alone know too little of their own chance.
    /// </summary>
    /// <returns>A point for each run; <see langword="null"/> while there are too few runs to expect anything.</returns>
    private static List<DriftPoint>? Walk(Metric metric, IReadOnlyList<Night> nights, double limit, int sign)
    {
        var (cusum, window, points) = (new Cusum(), new List<Night>(), new List<DriftPoint>());
        var isCounted = metric == QualityMetrics.PassAt1 || metric == QualityMetrics.Availability;
        var maxNights = metric == QualityMetrics.PassAt1 ? MaxCountedNights : MaxMeasuredNights;
        Func<Night, double?>? score = null;
        var hadAlarm = false;
        foreach (var night in nights)
        {
            var value = night.Value(metric);
            var found = value is null ? null : score?.Invoke(night);
            var isAlarm = found is { } known && cusum.Add(sign * known) > limit;
            hadAlarm |= isAlarm;
            var joins = value is not null && (score is null
                || ((isCounted || sign * found > Suspicious) && !hadAlarm && window.Count < maxNights && cusum.Sum < limit / 2));
            points.Add(new DriftPoint(night.Run.Id, night.Run.StartedAt, value, found, cusum.Sum, isAlarm) { IsBaseline = joins });
            if (isAlarm)
            {
                cusum.Reset();
            }

            if (joins)
            {
                window.Add(night);
                score = window.Count < BaselineNights ? null : Scorer(metric, window) ?? score;
            }
        }

        return score is null ? null : points;
    }

    /// <summary>Returns how a run is scored by a window of runs, better being positive; null when the window cannot say.</summary>
    private static Func<Night, double?>? Scorer(Metric metric, IReadOnlyList<Night> window)
    {
        if (metric == QualityMetrics.PassAt1)
        {
            var passes = PassRateBaseline.From(window);
            return night => passes.Score(night.Tasks);
        }

        if (metric == QualityMetrics.Availability)
        {
            List<Night> before = [.. window];
            return night => IsOutage(before, night) ? null : AvailabilityBaseline.From(before).Score(night);
        }

        var sign = metric.IsHigherBetter ? 1 : -1;
        return MetricBaseline.From([.. window.Select(night => night.Value(metric))], metric.Watch!.MinVariation) is { } expected
            ? night => Math.Clamp(sign * expected.Score(night.Value(metric)!.Value), -Cusum.MaxScore, Cusum.MaxScore)
            : null;
    }

    private static List<Night> SamePrice(IReadOnlyList<Night> nights)
    {
        var tonight = nights[^1];
        var changed = nights.ToList().FindLastIndex(night => night.Model.Price != tonight.Model.Price);
        return [.. nights.Skip(changed + 1)];
    }

    private static DriftFinding? Outage(IReadOnlyList<Night> nights, int index)
    {
        var night = nights[index];
        var window = nights.Take(index).Where(before => before.Asked > 0).Take(BaselineNights).ToList();
        return night.Asked > 0 && window.Count == BaselineNights && IsOutage(window, night)
            ? new DriftFinding(
                night.Model.Name,
                DriftKind.Outage,
                $"{night.Asked - night.Answered} of {night.Asked} calls failed in this run; usually {Format.Percent(1 - Usual(window))} "
                    + $"do{(night.IsAnswered ? "" : "; too few were answered to say anything else of it")}")
            : null;
    }

    private static bool IsOutage(IReadOnlyList<Night> window, Night night) =>
        Usual(window) - ((double)night.Answered / night.Asked) > OutageBy && AvailabilityBaseline.From(window).Score(night) < BeyondChance;

    private static double Usual(IReadOnlyList<Night> window) =>
        (double)window.Sum(night => night.Answered) / window.Sum(night => night.Asked);

    private static DriftFinding? Improvement(ModelHistory history, double limit)
    {
        if (Walk(QualityMetrics.PassAt1, history.Nights, limit, -1) is not { } points || !points[^1].IsAlarm)
        {
            return null;
        }

        var tonight = history.Nights[^1];
        var usual = points.Where(point => point.IsBaseline).Average(point => point.Value!.Value);
        return new DriftFinding(tonight.Model.Name, DriftKind.Improvement,
            $"passes more often than in its baseline: {Format.Percent(tonight.PassRate!.Value)} tonight, {Format.Percent(usual)} then");
    }
}
