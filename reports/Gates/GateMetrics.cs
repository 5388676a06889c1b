using Eval.Reports.Statistics;

namespace Eval.Reports.Gates;

/// <summary>The metrics that gates may bound.</summary>
public static class GateMetrics
{
    private static readonly Dictionary<string, Func<SummaryRow, Estimate?>> Known = new(StringComparer.Ordinal)
    {
        ["pass_at_1"] = row => row.PassAt1,
        ["strict_pass_at_1"] = row => row.StrictPassAt1,
        ["pass_at_k"] = row => row.PassAtK,
        ["availability"] = row => row.Availability,
        ["infra_error_rate"] = row => WilsonInterval.Of(row.InfrastructureErrors, row.Attempts),
        ["truncation_rate"] = row => Bare(row.TruncationRate, row),
        ["ttft_p50_ms"] = row => row.TtftP50Ms,
        ["ttft_p90_ms"] = row => row.TtftP90Ms,
        ["ttft_p99_ms"] = row => row.TtftP99Ms,
        ["latency_p50_ms"] = row => row.LatencyP50Ms,
        ["latency_p90_ms"] = row => row.LatencyP90Ms,
        ["cost_usd"] = row => Bare((double?)row.CostUsd, row),
        ["cost_per_task_usd"] = row => row.CostPerTaskUsd,
        ["cost_per_solved_usd"] = row => row.CostPerSolvedUsd,
        ["hallucination_rate"] = row => Bare(row.HallucinationRate, row),
        ["constraint_rate"] = row => Bare(row.ConstraintRate, row),
        ["style_score"] = row => Bare(row.StyleScore, row),
    };

    /// <summary>Gets their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Returns a metric of a row; <see langword="null"/> when it is not known there.</summary>
    public static Estimate? Of(string metric, SummaryRow row) => Known[metric](row);

    /// <summary>A sum or share without an interval is bounded by itself.</summary>
    private static Estimate? Bare(double? value, SummaryRow row) => value is { } known ? new Estimate(known, known, known, row.Attempts) : null;
}
