using System.Globalization;
using Eval.Results.Formatting;
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
        ComparisonVerdict.NotDistinguishable => $"cannot be told apart, {P(comparison, family)}; {Detectable(comparison)}",
        _ => $"{Tasks(comparison.Tasks)} in common {(comparison.Tasks == 1 ? "is" : "are")} too few to show a difference",
    };

    /// <summary>Returns the difference in percentage points with its interval, for instance <c>+5.8 points [1.8 to 9.9]</c>.</summary>
    public static string Difference(ModelComparison comparison) => Difference(comparison.Difference);

    /// <inheritdoc cref="Difference(ModelComparison)"/>
    public static string Difference(Estimate? difference) => difference is null ? Format.Unknown
        : double.IsFinite(difference.Low)
            ? $"{Format.SignedPoints(difference.Value)} points [{Format.SignedPoints(difference.Low)} to {Format.SignedPoints(difference.High)}]"
            : $"{Format.SignedPoints(difference.Value)} points, too few tasks for an interval";

    /// <summary>Returns the smallest difference that could have been found, in words.</summary>
    public static string Detectable(ModelComparison comparison) => comparison.SmallestDetectable is { } smallest
        ? $"these {Tasks(comparison.Tasks)} could have shown {Format.Points(smallest)}"
        : comparison.Counts is { OnlyFirst: 0, OnlySecond: 0 } ? "they agree on every task"
        : $"{Tasks(comparison.Tasks)} with {comparison.Flips.Count} disagreements cannot show a difference";

    /// <summary>Returns what is shown about money or time.</summary>
    public static string Metric(ModelComparison comparison, MetricComparison metric)
    {
        var (cheaper, dearer) = metric.Metric.EndsWith("_usd", StringComparison.Ordinal) ? ("costs less", "cost") : ("is faster", "time");
        return metric.Verdict switch
        {
            ComparisonVerdict.FirstBetter => $"{comparison.First} {cheaper}: {Format.Times(1 / metric.Ratio.High)} to {Format.Times(1 / metric.Ratio.Low)}",
            ComparisonVerdict.SecondBetter => $"{comparison.Second} {cheaper}: {Format.Times(metric.Ratio.Low)} to {Format.Times(metric.Ratio.High)}",
            ComparisonVerdict.NotDistinguishable => $"cannot be told apart in {dearer}: {Format.Times(metric.Ratio.Low)} to {Format.Times(metric.Ratio.High)}",
            _ => "too few tasks to tell them apart",
        };
    }

    /// <summary>Returns a value of a metric with its unit.</summary>
    public static string Value(string metric, double value) => metric.EndsWith("_usd", StringComparison.Ordinal) ? Format.Usd(value) : Format.Duration(value);

    /// <summary>Returns a metric's name as people read it.</summary>
    public static string Name(string metric) => metric switch
    {
        "cost_per_task_usd" => "cost per task",
        "ttft_p50_ms" => "TTFT p50",
        "latency_p50_ms" => "latency p50",
        _ => metric,
    };

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
