using Eval.Results.Metrics;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>How two sides compare in a metric beside quality, on their common tasks.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="First">The first side's value.</param>
/// <param name="Second">The second side's value.</param>
/// <param name="Ratio">First ÷ second with its interval from a bootstrap over tasks.</param>
public sealed record MetricComparison(Metric Metric, double First, double Second, Estimate Ratio)
{
    /// <summary>Gets which is better statistically significant: the interval of the ratio leaves out 1.</summary>
    public ComparisonVerdict Verdict =>
        Ratio.High < 1 ? (Metric.IsHigherBetter ? ComparisonVerdict.SecondBetter : ComparisonVerdict.FirstBetter)
        : Ratio.Low > 1 ? (Metric.IsHigherBetter ? ComparisonVerdict.FirstBetter : ComparisonVerdict.SecondBetter)
        : double.IsFinite(Ratio.Low) && double.IsFinite(Ratio.High) ? ComparisonVerdict.NotDistinguishable
        : ComparisonVerdict.TooFewTasks;
}
