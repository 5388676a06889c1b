using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>Makes estimates with intervals of a policy's scores; all of them share the draws of one bootstrap over tasks.</summary>
public static class PolicyMeasure
{
    private const int Median = 0;
    private const int Ninety = 1;
    private const int Mean = 2;

    /// <summary>Returns what a policy did.</summary>
    public static PolicyMetrics Compute(PolicyScores scores)
    {
        var bootstrap = new Estimates(scores.Quality.Length);
        var metrics = Add(bootstrap, scores);
        bootstrap.Compute();
        return metrics();
    }

    /// <summary>Returns what a policy did without any interval, at a small part of the time.</summary>
    internal static PolicyMetrics Values(PolicyScores scores)
    {
        var bootstrap = new Estimates(scores.Quality.Length) { HasIntervals = false };
        var metrics = Add(bootstrap, scores);
        bootstrap.Compute();
        return metrics();
    }

    /// <summary>Returns what a policy did and how it compares with others, all from the same draws.</summary>
    /// <param name="scores">The policy.</param>
    /// <param name="baseline">What its quality and cost are compared with.</param>
    /// <param name="others">What its cost is compared with too.</param>
    public static (PolicyMetrics Metrics, Estimate QualityDifference, Estimate? Savings, IReadOnlyList<Estimate?> FurtherSavings) Compare(
        PolicyScores scores, PolicyScores baseline, params IReadOnlyList<PolicyScores> others)
    {
        var bootstrap = new Estimates(scores.Quality.Length);
        var metrics = Add(bootstrap, scores);
        var (difference, savings, further) = AddComparison(bootstrap, scores, baseline, others);
        bootstrap.Compute();
        return (metrics(), difference(), savings(), [.. further.Select(other => other())]);
    }

    /// <summary>Returns how a policy's quality and cost compare with a baseline's.</summary>
    public static (Estimate QualityDifference, Estimate? Savings) Difference(PolicyScores scores, PolicyScores baseline)
    {
        var bootstrap = new Estimates(scores.Quality.Length);
        var (difference, savings, _) = AddComparison(bootstrap, scores, baseline, []);
        bootstrap.Compute();
        return (difference(), savings());
    }

    private static Func<PolicyMetrics> Add(Estimates bootstrap, PolicyScores scores)
    {
        var details = scores.Followed();
        var (latencies, ttfts) = (new WeightedTimes(details.Latencies, 0.5, 0.9), new WeightedTimes(details.Ttfts, 0.5, 0.9));
        var (quality, availability) = (bootstrap.Add(new TaskMean(scores.Quality)), bootstrap.Add(new TaskMean(details.Availability)));
        int? cost = scores.HasCost ? bootstrap.Add(new TaskMean(scores.CostUsd)) : null;
        var (latency, ttft) = (bootstrap.Add(latencies), bootstrap.Add(ttfts));
        var n = scores.Quality.Length;
        return () => new PolicyMetrics
        {
            Quality = Rate(scores.Quality, bootstrap.At(quality, 0, n)!),
            CostPerTaskUsd = cost is { } known ? bootstrap.At(known, 0, n) : null,
            Availability = Rate(details.Availability, bootstrap.At(availability, 0, n)!),
            LatencyP50Ms = Time(bootstrap, latencies, latency, Median, 0.5),
            LatencyP90Ms = Time(bootstrap, latencies, latency, Ninety, 0.9),
            LatencyMeanMs = bootstrap.At(latency, Mean, latencies.TasksWithValues),
            TtftP50Ms = Time(bootstrap, ttfts, ttft, Median, 0.5),
            TtftP90Ms = Time(bootstrap, ttfts, ttft, Ninety, 0.9),
            EscalationRate = details.Escalation.Average(),
        };
    }

    private static (Func<Estimate> Difference, Func<Estimate?> Savings, IReadOnlyList<Func<Estimate?>> Further) AddComparison(
        Estimates bootstrap, PolicyScores scores, PolicyScores baseline, IReadOnlyList<PolicyScores> others)
    {
        double[] differences = [.. scores.Quality.Zip(baseline.Quality, (one, other) => one - other)];
        var difference = bootstrap.Add(new TaskMean(differences));
        Func<Estimate?> Savings(PolicyScores other)
        {
            if (!scores.HasCost || !other.HasCost || other.CostUsd.Sum() <= 0)
            {
                return () => null;
            }

            var ratio = bootstrap.Add(new TaskRatio(scores.CostUsd, other.CostUsd));
            return () => bootstrap.At(ratio, 0, differences.Length) is { } share
                ? new Estimate(1 - share.Value, 1 - share.High, 1 - share.Low, share.N) : null;
        }

        return (
            // A bootstrap of equal values has no width, though tasks might have differed.
            () => Array.TrueForAll(differences, value => value.Equals(differences[0]))
                ? TaskDifference.Estimate(differences) : bootstrap.At(difference, 0, differences.Length)!,
            Savings(baseline),
            [.. others.Select(Savings)]);
    }

    /// <summary>The upper end of a quantile is unbounded where the sample is too small to have one.</summary>
    private static Estimate? Time(Estimates bootstrap, WeightedTimes times, int statistic, int which, double q) =>
        bootstrap.At(statistic, which, times.TasksWithValues) is { } estimate && times.TasksWithValues < Percentile.MinForUpperBound(q)
            ? estimate with { High = double.PositiveInfinity }
            : bootstrap.At(statistic, which, times.TasksWithValues);

    /// <summary>Returns what a difference of quality shows.</summary>
    /// <param name="difference">Policy minus baseline.</param>
    /// <param name="margin">The loss that was declared acceptable.</param>
    public static PolicyVerdict Verdict(Estimate difference, double margin) =>
        difference.Low >= -margin ? PolicyVerdict.NonInferior : difference.High < -margin ? PolicyVerdict.Worse : PolicyVerdict.NotShown;

    /// <summary>Of shares that are all 0 or 1 the Wilson interval, which stays honest at the ends.</summary>
    private static Estimate Rate(double[] perTask, Estimate bootstrapped) =>
        double.IsInfinity(bootstrapped.Low) || Array.TrueForAll(perTask, value => value is 0 or 1)
            || Array.TrueForAll(perTask, value => value.Equals(perTask[0]))
            ? WilsonInterval.Compute(Math.Min(perTask.Sum(), perTask.Length), perTask.Length)!
            : bootstrapped;

    /// <summary>Statistics that share the draws of one bootstrap.</summary>
    private sealed class Estimates(int tasks)
    {
        private readonly List<(IReplicateStatistic Statistic, int Offset)> _statistics = [];
        private double[] _values = [];
        private IReadOnlyList<(double Low, double High)>? _intervals;
        private int _size;

        public bool HasIntervals { get; init; } = true;

        public int Add(IReplicateStatistic statistic)
        {
            _statistics.Add((statistic, _size));
            _size += statistic.Count;
            return _statistics.Count - 1;
        }

        public void Compute()
        {
            _values = new double[_size];
            var once = new int[tasks];
            Array.Fill(once, 1);
            Evaluate(once, _values);
            if (HasIntervals && tasks >= TaskBootstrap.MinTasks)
            {
                _intervals = TaskBootstrap.Intervals(tasks, _size, Evaluate, RowIntervals.Seed);
            }
        }

        /// <summary>Returns one number of a statistic; null when it is undefined.</summary>
        public Estimate? At(int statistic, int index, int n)
        {
            var at = _statistics[statistic].Offset + index;
            var (low, high) = _intervals?[at] ?? (double.NegativeInfinity, double.PositiveInfinity);
            return double.IsNaN(_values[at]) ? null : new Estimate(_values[at], low, high, n);
        }

        private void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
        {
            foreach (var (statistic, offset) in _statistics)
            {
                statistic.Evaluate(counts, values.Slice(offset, statistic.Count));
            }
        }
    }
}
