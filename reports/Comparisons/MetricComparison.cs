using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>How two sides compare in money or time, where less is better, on their common tasks.</summary>
/// <param name="Metric">The metric with its unit, as columns are named: <c>cost_per_task_usd</c>, <c>ttft_p50_ms</c>, <c>latency_p50_ms</c>.</param>
/// <param name="First">The first side's value.</param>
/// <param name="Second">The second side's value.</param>
/// <param name="Ratio">First ÷ second with its interval from a bootstrap over tasks.</param>
public sealed record MetricComparison(string Metric, double First, double Second, Estimate Ratio)
{
    /// <summary>Gets which is better beyond chance: the interval of the ratio leaves out 1.</summary>
    public ComparisonVerdict Verdict => Ratio.High < 1 ? ComparisonVerdict.FirstBetter
        : Ratio.Low > 1 ? ComparisonVerdict.SecondBetter
        : double.IsFinite(Ratio.Low) && double.IsFinite(Ratio.High) ? ComparisonVerdict.NotDistinguishable
        : ComparisonVerdict.TooFewTasks;
}
