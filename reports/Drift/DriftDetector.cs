using Eval.Reports.Charts;
using Eval.Reports.Statistics;

namespace Eval.Reports.Drift;

/// <summary>
/// Tells drift from chance: every night is scored against a fixed window of quiet nights, and scores add up in cumulative sums whose limit allows for
/// all series that are watched. No test is repeated night after night, since one in twenty of those would cry wolf.
/// </summary>
public static class DriftDetector
{
    /// <summary>The number of nights from which it is told what to expect.</summary>
    public const int BaselineNights = 5;

    /// <summary>An outage is a night this far below the usual availability, and beyond chance.</summary>
    private const double OutageBy = 0.05;

    private const double BeyondChance = -4;
    private const double MostScore = 8;
    private static readonly DriftMetric[] Metrics = Enum.GetValues<DriftMetric>();

    /// <summary>Looks at a night.</summary>
    /// <param name="nights">For each model of the night all its nights, the oldest first, the night itself the last.</param>
    public static DriftReport Check(IReadOnlyList<IReadOnlyList<Night>> nights)
    {
        var limit = CusumRunLength.LimitFor(Math.Max(1, nights.Count * Metrics.Length));
        var (findings, series, trends, notes) = (new List<DriftFinding>(), new List<DriftSeries>(), new List<Trend>(), new List<string>());
        foreach (var ofModel in nights)
        {
            var history = ModelHistory.Of(ofModel);
            findings.AddRange(history.Changes);
            trends.Add(new Trend(ofModel[^1].Model.Name, [.. history.Nights.Select(Point)]));
            if (history.Nights.Count <= BaselineNights)
            {
                notes.Add($"{ofModel[^1].Model.Name}: night {history.Nights.Count} of the {BaselineNights} from which it is told what to expect.");
                continue;
            }

            var watched = Metrics.Select(metric => Watch(metric, history, limit)).OfType<DriftSeries>().ToList();
            series.AddRange(watched);
            findings.AddRange(watched.Select(one => DriftSentences.Of(one, history)).OfType<DriftFinding>());
            if (Outage(history) is { } outage)
                findings.Add(outage);

            if (Improvement(history, limit) is { } improvement)
                findings.Add(improvement);
        }

        return new DriftReport([.. findings.OrderByDescending(finding => finding.IsAlarm)], series, trends, notes);
    }

    private static TrendPoint Point(Night night) => new(
        night.Run.Id,
        night.Run.StartedAt,
        WilsonInterval.Of(night.Tasks.Values.Sum(task => task.Passed), night.Answered),
        Value(DriftMetric.Availability, night),
        night.TtftMs,
        night.CostPerTask);

    private static DriftSeries? Watch(DriftMetric metric, ModelHistory history, double limit)
    {
        var nights = metric == DriftMetric.CostPerTask ? SamePrice(history.Nights) : history.Nights;
        var score = Scorer(metric, nights, out var baseline);
        if (score is null)
            return null;

        var cusum = new Cusum();
        var points = new List<DriftPoint>();
        foreach (var night in nights)
        {
            var value = Value(metric, night);
            if (baseline.Contains(night) || value is null || score(night) is not { } found)
            {
                points.Add(new DriftPoint(night.Run.Id, night.Run.StartedAt, value, null, cusum.Sum, false) { IsBaseline = baseline.Contains(night) });
                continue;
            }

            var sum = cusum.Add(found);
            var isAlarm = sum > limit;
            points.Add(new DriftPoint(night.Run.Id, night.Run.StartedAt, value, found, sum, isAlarm));
            if (isAlarm)
                cusum.Reset();
        }

        return new DriftSeries(history.Nights[^1].Model.Name, metric, limit, points);
    }

    /// <summary>Returns how a night is scored, better being positive, and the nights that it is scored by; null while there are too few of those.</summary>
    private static Func<Night, double?>? Scorer(DriftMetric metric, IReadOnlyList<Night> nights, out IReadOnlyList<Night> baseline)
    {
        var window = nights.Where(night => Value(metric, night) is not null).Take(BaselineNights).ToList();
        baseline = window;
        if (window.Count < BaselineNights)
            return null;

        switch (metric)
        {
            case DriftMetric.PassRate:
                var passes = PassRateBaseline.Of(window);
                return night => passes.Score(night.Tasks);
            case DriftMetric.Availability:
                return night => OutageScore(window, night) is var score && IsOutage(window, night) ? null : score;
            default:
                return MetricBaseline.Of(window.ConvertAll(night => Value(metric, night))) is { } expected
                    ? night => Math.Clamp(-expected.Score(Value(metric, night)!.Value), -MostScore, MostScore)
                    : null;
        }
    }

    private static double? Value(DriftMetric metric, Night night) => metric == DriftMetric.Availability
        ? night.Asked == 0 ? null : (double)night.Answered / night.Asked
        : !night.IsAnswered ? null
        : metric switch
        {
            DriftMetric.PassRate => night.PassRate,
            DriftMetric.Ttft => night.TtftMs,
            DriftMetric.Latency => night.LatencyMs,
            DriftMetric.CostPerTask => night.CostPerTask,
            _ => night.OutputTokens,
        };

    private static List<Night> SamePrice(IReadOnlyList<Night> nights)
    {
        var tonight = nights[^1];
        var changed = nights.ToList().FindLastIndex(night => night.Model.Price != tonight.Model.Price);
        return [.. nights.Skip(changed + 1)];
    }

    private static DriftFinding? Outage(ModelHistory history)
    {
        var window = history.Nights.Where(night => night.Asked > 0).Take(BaselineNights).ToList();
        var tonight = history.Nights[^1];
        return tonight.Asked > 0 && !window.Contains(tonight) && IsOutage(window, tonight)
            ? new DriftFinding(
                tonight.Model.Name,
                DriftKind.Outage,
                $"{tonight.Asked - tonight.Answered} of {tonight.Asked} calls failed tonight; usually {Figures.Percent(1 - Usual(window))} do{(tonight.IsAnswered ? "" : "; too few were answered to say anything else of it")}")
            : null;
    }

    private static bool IsOutage(List<Night> window, Night night) =>
        Usual(window) - ((double)night.Answered / night.Asked) > OutageBy && OutageScore(window, night) < BeyondChance;

    private static double Usual(List<Night> window) => (double)window.Sum(night => night.Answered) / window.Sum(night => night.Asked);

    private static double OutageScore(List<Night> window, Night night)
    {
        var (answered, asked) = (window.Sum(other => other.Answered), window.Sum(other => other.Asked));
        var rate = (answered + 0.5) / (asked + 1);
        var spread = Math.Sqrt(night.Asked * rate * (1 - rate) * (1 + ((double)night.Asked / asked)));
        return (night.Answered - ((double)night.Asked * answered / asked)) / spread;
    }

    private static DriftFinding? Improvement(ModelHistory history, double limit)
    {
        if (Scorer(DriftMetric.PassRate, history.Nights, out var baseline) is not { } score)
            return null;

        var cusum = new Cusum();
        var isAlarm = false;
        foreach (var night in history.Nights.Where(night => night.IsAnswered && !baseline.Contains(night)))
        {
            isAlarm = score(night) is { } found && cusum.Add(-found) > limit;
            if (isAlarm)
                cusum.Reset();
        }

        var tonight = history.Nights[^1];
        return isAlarm && tonight.IsAnswered && !baseline.Contains(tonight)
            ? new DriftFinding(tonight.Model.Name, DriftKind.Improvement, $"passes more often than in its baseline: {Figures.Percent(tonight.PassRate!.Value)} tonight, {Figures.Percent(baseline.Average(night => night.PassRate!.Value))} then")
            : null;
    }
}
