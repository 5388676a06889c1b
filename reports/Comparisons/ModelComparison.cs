using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>Two sides on their common tasks.</summary>
public sealed record ModelComparison
{
    /// <summary>The chance of a false finding that is accepted in each table of comparisons.</summary>
    public const double Significance = 0.05;

    /// <summary>Gets the first side's name.</summary>
    public required string First { get; init; }

    /// <summary>Gets the second side's name.</summary>
    public required string Second { get; init; }

    /// <summary>Gets the class of the tasks, or <see cref="SummaryRow.All"/>.</summary>
    public string Class { get; init; } = SummaryRow.All;

    /// <summary>Gets a value indicating whether a side is a simulated model, whose figures say nothing about real ones.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Gets the number of common tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Gets the number of tasks left out because one side has no outcome, or another version of the task.</summary>
    public required int Dropped { get; init; }

    /// <summary>Gets the first side's pass rate on the common tasks.</summary>
    public Estimate? FirstRate { get; init; }

    /// <summary>Gets the second side's pass rate on the common tasks.</summary>
    public Estimate? SecondRate { get; init; }

    /// <summary>Gets the difference of the rates, first minus second; <see langword="null"/> without common tasks.</summary>
    public Estimate? Difference { get; init; }

    /// <summary>Gets how the tasks fell; <see langword="null"/> with several samples a task.</summary>
    public PairedCounts? Counts { get; init; }

    /// <summary>
    /// Gets the name of the test behind <see cref="PValue"/>: <c>mcnemar-exact</c>, or <c>paired-t</c> with several samples a task.
    /// </summary>
    public string Test { get; init; } = "";

    /// <summary>Gets the p-value on its own; <see langword="null"/> when there are too few tasks.</summary>
    public double? PValue { get; init; }

    /// <summary>Gets the less conservative mid-p value, where the test is McNemar's.</summary>
    public double? MidP { get; init; }

    /// <summary>Gets the p-value corrected for all comparisons of the same table.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>Gets the standard error of the difference, by repository where tasks belong to some.</summary>
    public double? StandardError { get; init; }

    /// <summary>Gets the number of clusters of tasks; the number of tasks when each stands for itself.</summary>
    public int Clusters { get; init; }

    /// <summary>
    /// Gets the smallest difference that would have been detected with 80 % power; <see langword="null"/> when none could.
    /// </summary>
    public double? SmallestDetectable { get; init; }

    /// <summary>Gets the tasks on which the sides differ, the largest difference first.</summary>
    public IReadOnlyList<TaskFlip> Flips { get; init; } = [];

    /// <summary>Gets cost, time to first token and latency, where both sides have them.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>Gets what is shown about quality.</summary>
    public ComparisonVerdict Verdict => AdjustedP is not { } p || Difference is null ? ComparisonVerdict.TooFewTasks
        : p >= Significance ? ComparisonVerdict.NotDistinguishable
        : Difference.Value > 0 ? ComparisonVerdict.FirstBetter
        : ComparisonVerdict.SecondBetter;
}
