using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>
/// Compares two sides in what the catalogue says on their common tasks: what they cost, how fast they are.
/// Both are drawn with the same tasks in every replicate.
/// </summary>
internal static class MetricComparer
{
    private const double Median = 0.5;

    public static IReadOnlyList<MetricComparison> Compare(PairedTasks paired, MetricCatalog metrics) =>
        [.. metrics.Compared.Select(metric => metric.Pairing!.IsMedian ? Medians(paired, metric) : Means(paired, metric))
            .OfType<MetricComparison>()];

    private static MetricComparison? Means(PairedTasks paired, Metric metric)
    {
        var value = metric.Pairing!.Value;
        if (paired.Tasks.Any(task => task.First.Concat(task.Second).Any(attempt => value(attempt) is null)))
        {
            return null;
        }

        var first = new TaskMean([.. paired.Tasks.Select(task => task.First.Average(value)!.Value)]);
        var second = new TaskMean([.. paired.Tasks.Select(task => task.Second.Average(value)!.Value)]);
        return Create(metric, paired.Tasks.Count, first, second);
    }

    private static MetricComparison? Medians(PairedTasks paired, Metric metric)
    {
        // Only tasks that both sides have a value of, so that no task counts for one side alone.
        var value = metric.Pairing!.Value;
        bool Has(Attempt[] attempts) => attempts.Any(attempt => value(attempt) is not null);
        var both = paired.Tasks.Where(task => Has(task.First) && Has(task.Second)).ToList();
        return both.Count == 0 ? null
            : Create(
                metric,
                both.Count,
                Quantiles(both.Select(task => task.First), value, both.Count),
                Quantiles(both.Select(task => task.Second), value, both.Count));
    }

    private static TaskQuantiles Quantiles(IEnumerable<Attempt[]> tasks, Func<Attempt, double?> value, int count)
    {
        var values = tasks.SelectMany((attempts, task) => attempts.Select(value).OfType<double>().Select(known => (known, task))).ToList();
        return new TaskQuantiles([.. values.Select(pair => pair.known)], [.. values.Select(pair => pair.task)], count, Median);
    }

    private static MetricComparison? Create(Metric metric, int tasks, IReplicateStatistic first, IReplicateStatistic second)
    {
        var ratio = new Ratio(first, second);
        var once = new int[tasks];
        Array.Fill(once, 1);
        var values = new double[Ratio.Size];
        ratio.Evaluate(once, values);
        if (!double.IsFinite(values[0]))
        {
            return null;
        }

        var (low, high) = tasks < TaskBootstrap.MinTasks
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : TaskBootstrap.Intervals(tasks, Ratio.Size, ratio.Evaluate, RowIntervals.Seed)[0];
        return new MetricComparison(metric, values[1], values[2], new Estimate(values[0], low, high, tasks));
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
