using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing;

/// <summary>Compares policies that were run live with what was expected of them.</summary>
public static class PolicyPredictions
{
    /// <summary>Returns the comparisons, one for each policy of the run of which something was expected.</summary>
    public static IReadOnlyList<PolicyPrediction> Create(RunResults results) =>
        [.. results.Run.Models.Select(model => Create(model, results)).OfType<PolicyPrediction>()];

    private static PolicyPrediction? Create(RunModel model, RunResults results)
    {
        if (model.PolicyFollowed?.Expected is not { } file || Read(file.GetRawText()) is not { } expected)
        {
            return null;
        }

        var tasks = results.Attempts.Where(attempt => attempt.Key.Model == model.Name
            && attempt.Verdict is not (Verdict.Skipped or Verdict.SandboxError))
            .GroupBy(attempt => (attempt.Key.Dataset, attempt.Key.TaskId)).Select(task => task.ToList()).ToList();
        if (tasks.Count == 0)
        {
            return null;
        }

        var metrics = new List<PredictedMetric>();
        void Add(string name, Estimate? predicted, double? measured, int n, double max = double.PositiveInfinity)
        {
            if (predicted is not null && measured is { } value && n > 0)
            {
                metrics.Add(PredictedMetric.Create(name, predicted, value, n, max));
            }
        }

        var latencies = Times(tasks, AttemptTimes.LatencyMs);
        var ttfts = Times(tasks, AttemptTimes.TtftMs);
        Add("quality", expected.Quality, tasks.Average(task => task.Average(attempt => attempt.Passed ? 1.0 : 0)), tasks.Count, max: 1);
        Add("availability", expected.Availability,
            tasks.Average(task => task.Average(attempt => attempt.Verdict == Verdict.ProviderError ? 0.0 : 1)), tasks.Count, max: 1);
        if (tasks.TrueForAll(task => task.TrueForAll(attempt => attempt.CostUsd is not null)))
        {
            Add("cost_per_task_usd", expected.CostPerTaskUsd,
                tasks.Average(task => (double)task.Average(attempt => attempt.CostUsd!.Value)), tasks.Count);
        }

        Add("latency_mean_ms", expected.LatencyMeanMs, latencies.Length == 0 ? null : latencies.Average(), latencies.Length);
        Add("latency_p50_ms", expected.LatencyP50Ms, Percentile.Compute(latencies, 0.5), latencies.Length);
        Add("latency_p90_ms", expected.LatencyP90Ms, Percentile.Compute(latencies, 0.9), latencies.Length);
        Add("ttft_p50_ms", expected.TtftP50Ms, Percentile.Compute(ttfts, 0.5), ttfts.Length);
        Add("ttft_p90_ms", expected.TtftP90Ms, Percentile.Compute(ttfts, 0.9), ttfts.Length);
        return new PolicyPrediction(model.Name, expected.Quality.N, tasks.Count, metrics);
    }

    private static double[] Times(List<List<Attempt>> tasks, Func<Attempt, double?> time) =>
        [.. tasks.SelectMany(task => task.Select(time)).OfType<double>().Order()];

    private static PolicyMetrics? Read(string json)
    {
        try
        {
            return PolicyFile.Parse(json, "the stored policy").Metrics;
        }
        catch (PolicyFormatException)
        {
            // Of another version: nothing is known to have been expected.
            return null;
        }
    }
}
