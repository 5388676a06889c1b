using Eval.Results.Metrics;

namespace Eval.Reports.Drift;

/// <summary>Which metrics of the catalogue are watched.</summary>
internal static class DriftMetrics
{
    /// <summary>Returns the metric that is meant: its name and how its values are written.</summary>
    public static Metric Metric(this DriftMetric watched) => watched switch
    {
        DriftMetric.PassRate => QualityMetrics.PassAt1,
        DriftMetric.Availability => QualityMetrics.Availability,
        DriftMetric.Ttft => TimeMetrics.TtftP50,
        DriftMetric.Latency => TimeMetrics.LatencyP50,
        DriftMetric.CostPerTask => MoneyMetrics.CostPerTask,
        _ => MoneyMetrics.OutputTokensP50,
    };
}
