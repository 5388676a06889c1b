using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>Compares what two sides cost and how fast they are on their common tasks. Both are drawn with the same tasks in every replicate.</summary>
internal static class MetricComparer
{
    private const double Median = 0.5;

    public static IReadOnlyList<MetricComparison> Compare(PairedTasks paired) =>
    [
        .. Cost(paired),
        .. Quantile(paired, "ttft_p50_ms", AttemptTimes.TtftMs),
        .. Quantile(paired, "latency_p50_ms", AttemptTimes.LatencyMs),
    ];

    private static IEnumerable<MetricComparison> Cost(PairedTasks paired)
    {
        if (paired.Tasks.Any(task => task.First.Concat(task.Second).Any(attempt => attempt.CostUsd is null)))
            yield break;

        var first = new TaskMean([.. paired.Tasks.Select(task => task.First.Average(attempt => (double)attempt.CostUsd!.Value))]);
        var second = new TaskMean([.. paired.Tasks.Select(task => task.Second.Average(attempt => (double)attempt.CostUsd!.Value))]);
        if (Of("cost_per_task_usd", paired.Tasks.Count, first, second) is { } comparison)
            yield return comparison;
    }

    private static IEnumerable<MetricComparison> Quantile(PairedTasks paired, string name, Func<Attempt, double?> value)
    {
        // Only tasks that both sides were clocked on, so that no task counts for one side alone.
        var clocked = paired.Tasks.Where(task => task.First.Any(attempt => value(attempt) is not null) && task.Second.Any(attempt => value(attempt) is not null)).ToList();
        if (clocked.Count > 0 && Of(name, clocked.Count, Quantiles(clocked.Select(task => task.First), value, clocked.Count), Quantiles(clocked.Select(task => task.Second), value, clocked.Count)) is { } comparison)
            yield return comparison;
    }

    private static TaskQuantiles Quantiles(IEnumerable<Attempt[]> tasks, Func<Attempt, double?> value, int count)
    {
        var values = tasks.SelectMany((attempts, task) => attempts.Select(value).OfType<double>().Select(known => (known, task))).ToList();
        return new TaskQuantiles([.. values.Select(pair => pair.known)], [.. values.Select(pair => pair.task)], count, Median);
    }

    private static MetricComparison? Of(string name, int tasks, IReplicateStatistic first, IReplicateStatistic second)
    {
        var ratio = new Ratio(first, second);
        var once = new int[tasks];
        Array.Fill(once, 1);
        var values = new double[Ratio.Size];
        ratio.Evaluate(once, values);
        if (!double.IsFinite(values[0]))
            return null;

        var (low, high) = tasks < TaskBootstrap.FewestTasks
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : TaskBootstrap.Intervals(tasks, Ratio.Size, ratio.Evaluate, RowIntervals.Seed)[0];
        return new MetricComparison(name, values[1], values[2], new Estimate(values[0], low, high, tasks));
    }

    /// <summary>The ratio of two statistics of the same draw, then the two.</summary>
    private sealed class Ratio(IReplicateStatistic first, IReplicateStatistic second)
    {
        public const int Size = 3;

        public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
        {
            first.Evaluate(counts, values.Slice(1, 1));
            second.Evaluate(counts, values.Slice(2, 1));
            values[0] = values[1] / values[2];
        }
    }
}
