using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>How two sides differed on their common tasks: what the power of a comparison to come depends on.</summary>
public sealed record PairedHistory
{
    /// <summary>Gets the number of common tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Gets the share of tasks on which one answer of each side come out differently, with its interval.</summary>
    public required Estimate Discordance { get; init; }

    /// <summary>
    /// Gets the variance over tasks of the difference of the true rates, ω²; <see langword="null"/> unless both sides repeated their
    /// answers.
    /// </summary>
    public double? Between { get; init; }

    /// <summary>
    /// Gets the variances within a task of both sides together, σ²; <see langword="null"/> unless both sides repeated their answers.
    /// </summary>
    public double? Within { get; init; }

    /// <summary>Returns what two sides show; <see langword="null"/> with fewer common tasks than say anything.</summary>
    public static PairedHistory? From(ComparedSide first, ComparedSide second)
    {
        var paired = PairedTasks.From(first, second, OutcomeBasis.Conditional);
        if (paired.Tasks.Count < TaskBootstrap.MinTasks)
        {
            return null;
        }

        var (firsts, seconds) = (paired.Shares(task => task.First), paired.Shares(task => task.Second));
        var differing = firsts.Zip(seconds, (a, b) => (a * (1 - b)) + (b * (1 - a))).Sum();
        var history = new PairedHistory { Tasks = paired.Tasks.Count,
            Discordance = WilsonInterval.Compute(differing, paired.Tasks.Count)! };
        var (ofFirst, ofSecond) = (Repeated(paired, task => task.First), Repeated(paired, task => task.Second));
        if (ofFirst is null || ofSecond is null)
        {
            return history;
        }

        var inMeans = ofFirst.Value.InMeans + ofSecond.Value.InMeans;
        return history with
        {
            Between = Math.Max(0, StandardError.Variance(firsts.Zip(seconds, (a, b) => a - b).ToArray())!.Value - inMeans),
            Within = ofFirst.Value.Within + ofSecond.Value.Within,
        };
    }

    /// <summary>
    /// The variance within a task, and what is left of it in the mean of a task's answers; null where no task was asked twice.
    /// </summary>
    private static (double Within, double InMeans)? Repeated(PairedTasks paired, Func<(Attempt[] First, Attempt[] Second), Attempt[]> side)
    {
        var tasks = paired.Tasks.Select(task => (IReadOnlyList<double>)[.. side(task).Select(attempt => attempt.Passed ? 1.0 : 0)])
            .ToList();
        if (!tasks.Exists(task => task.Count > 1))
        {
            return null;
        }

        var within = VarianceParts.From(tasks)!.Within;
        return (within, within * tasks.Average(task => 1.0 / task.Count));
    }
}
