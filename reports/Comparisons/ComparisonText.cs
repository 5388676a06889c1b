using System.Globalization;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>Says in words what a comparison shows and what it could not have shown.</summary>
public static class ComparisonText
{
    /// <summary>Returns what is shown about quality.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="family">How many comparisons the p-value was corrected for.</param>
    public static string Quality(ModelComparison comparison, int family) => comparison.Verdict switch
    {
        ComparisonVerdict.FirstBetter => $"{comparison.First} passes more often, {P(comparison, family)}",
        ComparisonVerdict.SecondBetter => $"{comparison.Second} passes more often, {P(comparison, family)}",
        ComparisonVerdict.NotDistinguishable => $"no significant difference, {P(comparison, family)}; {Detectable(comparison)}",
        _ => $"{Tasks(comparison.Tasks)} in common {(comparison.Tasks == 1 ? "is" : "are")} too few to detect a difference",
    };

    /// <summary>Returns the difference in percentage points with its interval, for instance <c>+5.8 points [1.8 to 9.9]</c>.</summary>
    public static string Difference(ModelComparison comparison) => Difference(comparison.Difference);

    /// <inheritdoc cref="Difference(ModelComparison)"/>
    public static string Difference(Estimate? difference) => difference is null ? Format.Unknown
        : double.IsFinite(difference.Low)
            ? $"{Format.SignedPoints(difference.Value)} points [{Format.SignedPoints(difference.Low)} to "
            + $"{Format.SignedPoints(difference.High)}]"
            : $"{Format.SignedPoints(difference.Value)} points, too few tasks for an interval";

    /// <summary>Returns the smallest difference that could have been found, in words.</summary>
    public static string Detectable(ModelComparison comparison) => comparison.SmallestDetectable is { } smallest
        ? $"these {Tasks(comparison.Tasks)} could have detected {Format.Points(smallest)}"
        : comparison.Counts is { OnlyFirst: 0, OnlySecond: 0 } ? "they agree on every task"
        : $"{Tasks(comparison.Tasks)} with {comparison.Flips.Count} disagreements cannot detect a difference";

    /// <summary>Returns what is shown about money, time or another metric.</summary>
    public static string Metric(ModelComparison comparison, MetricComparison metric)
    {
        var (better, what) = metric.Metric.Unit switch
        {
            MetricUnit.Usd => ("costs less", "cost"),
            MetricUnit.Milliseconds => ("is faster", "time"),
            _ => ($"has {(metric.Metric.IsHigherBetter ? "more" : "less")} {metric.Metric.Title}", metric.Metric.Title),
        };
        var (low, high) = (metric.Ratio.Low, metric.Ratio.High);
        var isFirstLarger = low > 1;
        return metric.Verdict switch
        {
            ComparisonVerdict.FirstBetter or ComparisonVerdict.SecondBetter =>
                $"{(metric.Verdict == ComparisonVerdict.FirstBetter ? comparison.First : comparison.Second)} {better}: "
                + (isFirstLarger ? $"{Format.Times(low)} to {Format.Times(high)}" : $"{Format.Times(1 / high)} to {Format.Times(1 / low)}"),
            ComparisonVerdict.NotDistinguishable => $"no significant difference in {what}: {Format.Times(low)} to {Format.Times(high)}",
            _ => "too few tasks for a significant difference",
        };
    }

    /// <summary>Returns a p-value with what it was corrected for.</summary>
    public static string P(ModelComparison comparison, int family) =>
        $"p {Probability(comparison.AdjustedP)}{(family > 1 ? $" (corrected for {family} comparisons)" : "")}";

    /// <summary>Returns a probability, never as 0.</summary>
    public static string Probability(double? p) => p switch
    {
        null => Format.Unknown,
        < 0.0001 => "< 0.0001",
        < 0.1 => "= " + p.Value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => "= " + p.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string Tasks(int count) => Format.Count(count, "task");
}
