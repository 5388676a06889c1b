using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Comparisons;

/// <summary>Compares two sides on their common tasks: never two means, always task by task.</summary>
public static class ModelComparer
{
    /// <summary>With fewer tasks of one sample each, not even "all against none" would be statistically significant.</summary>
    public const int MinPairs = 6;

    private const string McNemar = "mcnemar-exact";
    private const string PairedT = "paired-t";

    /// <summary>Returns the comparison; its p-value is not corrected for others.</summary>
    public static ModelComparison Compare(ComparedSide first, ComparedSide second, OutcomeBasis basis, string @class = SummaryRow.All) =>
        Compare(first, second, basis, MetricCatalog.Default, @class);

    /// <inheritdoc cref="Compare(ComparedSide, ComparedSide, OutcomeBasis, string)"/>
    public static ModelComparison Compare(ComparedSide first, ComparedSide second, OutcomeBasis basis, MetricCatalog metrics,
        string @class = SummaryRow.All)
    {
        var paired = PairedTasks.From(InClass(first, @class), InClass(second, @class), basis);
        var comparison = new ModelComparison
        {
            First = first.Label,
            Second = second.Label,
            Class = @class,
            IsSimulated = first.Attempts.Concat(second.Attempts).Any(attempt => attempt.IsSimulated),
            Tasks = paired.Tasks.Count,
            Dropped = paired.Dropped,
            Clusters = paired.Tasks.Count,
        };
        if (paired.Tasks.Count == 0)
        {
            return comparison;
        }

        var (firsts, seconds) = (paired.Shares(task => task.First), paired.Shares(task => task.Second));
        var differences = firsts.Zip(seconds, (a, b) => a - b).ToArray();
        var clusters = paired.Tasks.Select(task => TaskCluster.From(task.First[0].Key.TaskId)).ToList();
        comparison = comparison with
        {
            FirstRate = Rate(firsts),
            SecondRate = Rate(seconds),
            StandardError = StandardError.Cautious(differences, clusters),
            Clusters = clusters.Distinct(StringComparer.Ordinal).Count(),
            Flips = Flips(paired, differences),
            Metrics = MetricComparer.Compare(paired, metrics),
        };
        return paired.HasOneSampleEach ? WithCounts(comparison, firsts, seconds) : WithMeans(comparison, paired, differences);
    }

    private static ModelComparison WithCounts(ModelComparison comparison, double[] firsts, double[] seconds)
    {
        var counts = new PairedCounts(
            firsts.Zip(seconds).Count(pair => pair is (1, 1)),
            firsts.Zip(seconds).Count(pair => pair is (1, 0)),
            firsts.Zip(seconds).Count(pair => pair is (0, 1)),
            firsts.Zip(seconds).Count(pair => pair is (0, 0)));
        var p = comparison.Tasks < MinPairs ? (double?)null : McNemarTest.Exact(counts.OnlyFirst, counts.OnlySecond);
        return comparison with
        {
            Test = McNemar,
            Counts = counts,
            Difference = NewcombeInterval.Compute(counts),
            PValue = p,
            AdjustedP = p,
            MidP = p is null ? null : McNemarTest.MidP(counts.OnlyFirst, counts.OnlySecond),
            SmallestDetectable = Power.SmallestDifference(comparison.Tasks, counts.Discordance),
        };
    }

    private static ModelComparison WithMeans(ModelComparison comparison, PairedTasks paired, double[] differences)
    {
        var p = comparison.Tasks < TaskBootstrap.MinTasks
            ? (double?)null : PValue(differences, comparison.StandardError!.Value, comparison.Clusters);
        return comparison with
        {
            Test = PairedT,
            Difference = TaskDifference.Estimate(differences),
            PValue = p,
            AdjustedP = p,
            SmallestDetectable = p is null ? null : SmallestDetectable(paired, differences),
        };
    }

    private static double SmallestDetectable(PairedTasks paired, double[] differences)
    {
        var (first, second) = (Parts(paired.Tasks.Select(task => task.First)), Parts(paired.Tasks.Select(task => task.Second)));
        return Power.SmallestDifference(
            differences.Length,
            Math.Max(0, StandardError.Variance(differences)!.Value - (first.Within / first.Samples) - (second.Within / second.Samples)),
            first.Within,
            first.Samples,
            second.Within,
            second.Samples);
    }

    /// <summary>
    /// Student's t with as many degrees of freedom as there are clusters but one; without any spread, the sign test of all tasks.
    /// </summary>
    private static double PValue(double[] differences, double standardError, int clusters)
    {
        var mean = differences.Average();
        if (standardError == 0)
        {
            return mean == 0 ? 1 : McNemarTest.Exact(differences.Length, 0);
        }

        return 2 * StudentT.CDF(0, 1, Math.Max(1, clusters - 1), -Math.Abs(mean / standardError));
    }

    private static (double Within, double Samples) Parts(IEnumerable<Attempt[]> tasks)
    {
        var samples = tasks.Select(task => (IReadOnlyList<double>)[.. task.Select(attempt => attempt.Passed ? 1.0 : 0)]).ToList();
        return (VarianceParts.From(samples)!.Within, samples.Average(task => task.Count));
    }

    private static Estimate Rate(double[] shares) => WilsonInterval.Compute(Math.Min(shares.Sum(), shares.Length), shares.Length)!;

    private static List<TaskFlip> Flips(PairedTasks paired, double[] differences) => paired.Tasks.Zip(differences)
        .Where(pair => pair.Second != 0)
        .OrderByDescending(pair => Math.Abs(pair.Second))
        .ThenByDescending(pair => pair.Second)
        .Select(pair => new TaskFlip(
            pair.First.First[0].Key.Dataset,
            pair.First.First[0].Key.TaskId,
            pair.First.First[0].Class,
            pair.First.First.Average(attempt => attempt.Passed ? 1.0 : 0),
            pair.First.Second.Average(attempt => attempt.Passed ? 1.0 : 0)))
        .ToList();

    private static ComparedSide InClass(ComparedSide side, string @class) =>
        @class == SummaryRow.All ? side : side with { Attempts = [.. side.Attempts.Where(attempt => attempt.Class == @class)] };
}
