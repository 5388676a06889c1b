using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>Computes one row from its attempts.</summary>
internal static class SummaryRowBuilder
{
    private const double Median = 0.5;

    public static SummaryRow Build(
        string dataset, string @class, string model, bool isSimulated, int k, IEnumerable<Attempt> attempts, MetricCatalog metrics)
    {
        var sample = new RowSample(attempts);
        var answered = Array.FindAll(sample.Attempts, attempt => attempt.Verdict.IsAnswered());
        var row = new SummaryRow
        {
            Dataset = dataset,
            Class = @class,
            Model = model,
            IsSimulated = isSimulated,
            K = k,
            Tasks = sample.Tasks,
            Attempts = sample.Attempts.Length,
            Passed = answered.Count(attempt => attempt.Passed),
            Verdicts = sample.Attempts.GroupBy(attempt => attempt.Verdict).OrderBy(group => group.Key)
                .ToDictionary(group => group.Key.Name(), group => group.Count()),
            InfrastructureErrors = sample.Attempts.Count(attempt => attempt.Verdict.IsInfrastructureError()),
            Availability = Availability(sample, answered.Length),
            OutputTokensPerSecond = OutputTokensPerSecond(answered),
            InputTokens = Sum(sample.Attempts, attempt => attempt.Usage.InputTokens),
            OutputTokens = Sum(sample.Attempts, attempt => attempt.Usage.OutputTokens),
            CostUsd = Cost(sample.Attempts),
            TruncationRate = Share(answered, IsTruncated),
            FlaggedPassRate = Share(answered, attempt => attempt.Passed && attempt.PatchFlags is not null) ?? 0,
            Computed = Computed(answered, metrics),
        };
        return WithEstimates(row, sample);
    }

    private static SummaryRow WithEstimates(SummaryRow row, RowSample sample)
    {
        var passed = sample.CountPerTask(attempt => attempt.Passed);
        var answered = sample.CountPerTask(attempt => attempt.Verdict.IsAnswered());
        var all = sample.CountPerTask(_ => true);
        var conditional = PerTask(sample.Tasks, task => answered[task] == 0 ? double.NaN : (double)passed[task] / answered[task]);
        var strict = PerTask(sample.Tasks, task => (double)passed[task] / all[task]);
        var hasEnough = row.K > 1 && answered.All(n => n >= row.K);
        var atK = hasEnough ? PerTask(sample.Tasks, task => PassAtK.Estimate(answered[task], passed[task], row.K)!.Value) : null;
        var hatK = hasEnough ? PerTask(sample.Tasks, task => PassHatK.Estimate(answered[task], passed[task], row.K)!.Value) : null;
        var costs = row.CostUsd is null ? null : sample.PerTask(attempt => (double)(attempt.CostUsd ?? 0));

        var intervals = new RowIntervals(sample);
        var ofConditional = intervals.Add(new TaskMean(conditional));
        var ofStrict = intervals.Add(new TaskMean(strict));
        var ofK = intervals.Add(atK is null ? null : new TaskMean(atK));
        var ofHatK = intervals.Add(hatK is null ? null : new TaskMean(hatK));
        var ttft = sample.Quantiles(AttemptTimes.TtftMs, Median, 0.9, 0.99);
        var ofTtft = intervals.Add(ttft)!.Value;
        var ofLatency = intervals.Add(sample.Quantiles(AttemptTimes.LatencyMs, Median, 0.9))!.Value;
        var perTask = intervals.Add(costs is null ? null : new TaskRatio(costs, Array.ConvertAll(all, n => (double)n)));
        var perSolved = intervals.Add(costs is null ? null : new TaskRatio(costs, Array.ConvertAll(passed, n => (double)n)));
        intervals.Compute();
        Estimate? Ttft(int index, double q) => ttft.Values >= Percentile.MinFor(q) ? intervals.Quantile(ofTtft, index, q) : null;

        return row with
        {
            PassAt1 = intervals.Rate(ofConditional, conditional),
            StrictPassAt1 = intervals.Rate(ofStrict, strict),
            PassAtK = atK is null ? null : intervals.Rate(ofK, atK),
            PassHatK = hatK is null ? null : intervals.Rate(ofHatK, hatK),
            TtftP50Ms = Ttft(0, Median),
            TtftP90Ms = Ttft(1, 0.9),
            TtftP99Ms = Ttft(2, 0.99),
            LatencyP50Ms = intervals.Quantile(ofLatency, 0, Median),
            LatencyP90Ms = intervals.Quantile(ofLatency, 1, 0.9),
            CostPerTaskUsd = intervals.Ratio(perTask),
            CostPerSolvedUsd = intervals.Ratio(perSolved),
        };
    }

    /// <summary>Whether the answer was cut at the token limit, by our verdict or by the endpoint's own word.</summary>
    private static bool IsTruncated(Attempt attempt) => attempt.Verdict == Verdict.Truncated || FinishReasons.IsCut(attempt.FinishReason);

    private static double? OutputTokensPerSecond(Attempt[] answered)
    {
        var rates = answered.Select(AttemptTimes.TokensPerSecond).OfType<double>().Order().ToArray();
        return rates.Length >= Percentile.MinForMedian ? Percentile.Compute(rates, Median) : null;
    }

    private static Estimate? Availability(RowSample sample, int answered) =>
        WilsonInterval.Compute(answered, answered + sample.Attempts.Count(attempt => attempt.Verdict == Verdict.ProviderError));

    // A call that failed without telling tokens was not billed as far as anybody knows; any other gap makes the sum unknown.
    private static bool IsUnbilled(Attempt attempt) => attempt.Verdict == Verdict.ProviderError;

    private static long? Sum(Attempt[] attempts, Func<Attempt, int?> tokens) =>
        attempts.All(IsUnbilled) || attempts.Any(attempt => tokens(attempt) is null && !IsUnbilled(attempt))
            ? null
            : attempts.Sum(attempt => (long)(tokens(attempt) ?? 0));

    private static decimal? Cost(Attempt[] attempts) =>
        attempts.All(attempt => attempt.CostUsd is null) || attempts.Any(attempt => attempt.CostUsd is null && !IsUnbilled(attempt))
            ? null
            : attempts.Sum(attempt => attempt.CostUsd ?? 0);

    private static Dictionary<string, Estimate> Computed(Attempt[] answered, MetricCatalog metrics)
    {
        var computed = new Dictionary<string, Estimate>(StringComparer.Ordinal);
        foreach (var metric in metrics.All)
        {
            if (metric.FromAnswers?.Invoke(answered) is { } value)
            {
                computed[metric.Name] = value;
            }
        }

        return computed;
    }

    private static double? Share(Attempt[] attempts, Func<Attempt, bool> holds) =>
        attempts.Length == 0 ? null : (double)attempts.Count(holds) / attempts.Length;

    private static double[] PerTask(int tasks, Func<int, double> value) => [.. Enumerable.Range(0, tasks).Select(value)];
}
