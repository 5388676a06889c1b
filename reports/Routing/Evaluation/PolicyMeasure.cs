using Eval.Reports.Routing.Policies;
using Eval.Reports.Statistics;

namespace Eval.Reports.Routing.Evaluation;

/// <summary>Makes estimates with intervals of a policy's scores; all of them share the draws of one bootstrap over tasks.</summary>
public static class PolicyMeasure
{
    private const int Median = 0;
    private const int Ninety = 1;
    private const int Mean = 2;

    /// <summary>Returns what a policy did.</summary>
    public static PolicyMetrics Of(PolicyScores scores)
    {
        var n = scores.Quality.Length;
        var latencies = new WeightedTimes(scores.Latencies, 0.5, 0.9);
        var ttfts = new WeightedTimes(scores.Ttfts, 0.5, 0.9);
        var (quality, cost, availability) = (new TaskMean(scores.Quality), new TaskMean(scores.CostUsd), new TaskMean(scores.Availability));
        const int Times = 3;
        void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
        {
            quality.Evaluate(counts, values[..1]);
            cost.Evaluate(counts, values[1..2]);
            availability.Evaluate(counts, values[2..3]);
            latencies.Evaluate(counts, values.Slice(3, Times));
            ttfts.Evaluate(counts, values.Slice(3 + Times, Times));
        }

        var once = new int[n];
        Array.Fill(once, 1);
        var values = new double[3 + (2 * Times)];
        Evaluate(once, values);
        var intervals = n < TaskBootstrap.FewestTasks ? null : TaskBootstrap.Intervals(n, values.Length, Evaluate, RowIntervals.Seed);

        Estimate? At(int index, int tasks) => double.IsNaN(values[index]) ? null
            : new Estimate(values[index], intervals?[index].Low ?? double.NegativeInfinity, intervals?[index].High ?? double.PositiveInfinity, tasks);
        Estimate? Time(WeightedTimes times, int offset, int which, double q)
        {
            if (At(offset + which, times.TasksWithValues) is not { } estimate)
                return null;

            return which != Mean && times.TasksWithValues < Percentile.FewestForUpperBound(q) ? estimate with { High = double.PositiveInfinity } : estimate;
        }

        return new PolicyMetrics
        {
            Quality = Rate(scores.Quality, At(0, n)!),
            CostPerTaskUsd = scores.HasCost ? At(1, n) : null,
            Availability = Rate(scores.Availability, At(2, n)!),
            LatencyP50Ms = Time(latencies, 3, Median, 0.5),
            LatencyP90Ms = Time(latencies, 3, Ninety, 0.9),
            LatencyMeanMs = Time(latencies, 3, Mean, 0.5),
            TtftP50Ms = Time(ttfts, 3 + Times, Median, 0.5),
            TtftP90Ms = Time(ttfts, 3 + Times, Ninety, 0.9),
            EscalationRate = scores.Escalation.Average(),
        };
    }

    /// <summary>Returns the share of a baseline's cost that a policy saves, a ratio of sums with a paired bootstrap; <see langword="null"/> when a cost is unknown.</summary>
    public static Estimate? Savings(PolicyScores policy, PolicyScores baseline)
    {
        if (!policy.HasCost || !baseline.HasCost || baseline.CostUsd.Sum() <= 0)
            return null;

        var ratio = new TaskRatio(policy.CostUsd, baseline.CostUsd);
        var n = policy.CostUsd.Length;
        var value = 1 - (policy.CostUsd.Sum() / baseline.CostUsd.Sum());
        if (n < TaskBootstrap.FewestTasks)
            return new Estimate(value, double.NegativeInfinity, double.PositiveInfinity, n);

        var (low, high) = TaskBootstrap.Intervals(n, 1, ratio.Evaluate, RowIntervals.Seed)[0];
        return new Estimate(value, 1 - high, 1 - low, n);
    }

    /// <summary>Returns a policy's quality minus a baseline's, paired by task.</summary>
    public static Estimate QualityDifference(PolicyScores policy, PolicyScores baseline) =>
        TaskDifference.Of([.. policy.Quality.Zip(baseline.Quality, (one, other) => one - other)]);

    /// <summary>Returns what a difference of quality shows.</summary>
    /// <param name="difference">Policy minus baseline.</param>
    /// <param name="margin">The loss that was declared bearable.</param>
    public static PolicyVerdict Verdict(Estimate difference, double margin) =>
        difference.Low >= -margin ? PolicyVerdict.NonInferior : difference.High < -margin ? PolicyVerdict.Worse : PolicyVerdict.NotShown;

    /// <summary>Of shares that are all 0 or 1 the Wilson interval, which stays honest at the ends.</summary>
    private static Estimate Rate(double[] perTask, Estimate bootstrapped) =>
        double.IsInfinity(bootstrapped.Low) || Array.TrueForAll(perTask, value => value is 0 or 1) || Array.TrueForAll(perTask, value => value.Equals(perTask[0]))
            ? WilsonInterval.Of(Math.Min(perTask.Sum(), perTask.Length), perTask.Length)!
            : bootstrapped;
}
