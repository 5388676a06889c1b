using Eval.Results;
using Eval.Results.Statistics;

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
        ["flagged_pass_rate"] = row => Bare(row.FlaggedPassRate, row),
        ["ttft_p50_ms"] = row => row.TtftP50Ms,
        ["ttft_p90_ms"] = row => row.TtftP90Ms,
        ["ttft_p99_ms"] = row => row.TtftP99Ms,
        ["latency_p50_ms"] = row => Enough(row.LatencyP50Ms, 0.5),
        ["latency_p90_ms"] = row => Enough(row.LatencyP90Ms, 0.9),
        ["cost_usd"] = row => Bare((double?)row.CostUsd, row),
        ["cost_per_task_usd"] = row => row.CostPerTaskUsd,
        ["cost_per_solved_usd"] = row => row.CostPerSolvedUsd,
        ["hallucination_rate"] = row => Bare(row.HallucinationRate, row),
        ["constraint_rate"] = row => Bare(row.ConstraintRate, row),
        ["style_score"] = row => Bare(row.StyleScore, row),
    };

    /// <summary>Sums, and shares of what not every answer has: nothing can be certain of them.</summary>
    private static readonly string[] WithoutInterval =
        ["truncation_rate", "flagged_pass_rate", "cost_usd", "hallucination_rate", "constraint_rate", "style_score"];

    /// <summary>Gets their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Returns a metric of a row; <see langword="null"/> when it is not known there.</summary>
    public static Estimate? Of(string metric, SummaryRow row) => Known[metric](row);

    /// <summary>Returns whether a metric is a share of the attempts or answers.</summary>
    public static bool IsShare(string metric) => !metric.EndsWith("_ms", StringComparison.Ordinal) && !metric.EndsWith("_usd", StringComparison.Ordinal) && metric != "style_score";

    /// <summary>Returns whether a metric has an interval, so that a gate may ask whether it is certain.</summary>
    public static bool HasInterval(string metric) => !WithoutInterval.Contains(metric, StringComparer.Ordinal);

    /// <summary>Returns whether a metric is about calls, of which one that failed is known as well.</summary>
    public static bool CountsFailedCalls(string? metric) => metric is "strict_pass_at_1" or "availability" or "infra_error_rate";

    /// <summary>Returns how many timed answers a metric needs to be known; <see langword="null"/> for one that is no time.</summary>
    public static int? MinValues(string metric) => metric.EndsWith("_p50_ms", StringComparison.Ordinal) ? Percentile.MinFor(0.5)
        : metric.EndsWith("_p90_ms", StringComparison.Ordinal) ? Percentile.MinFor(0.9)
        : metric.EndsWith("_p99_ms", StringComparison.Ordinal) ? Percentile.MinFor(0.99)
        : null;

    /// <summary>A table shows what few calls took; nothing is decided by it.</summary>
    private static Estimate? Enough(Estimate? quantile, double q) => quantile?.N >= Percentile.MinFor(q) ? quantile : null;

    /// <summary>A sum or share without an interval is bounded by itself.</summary>
    private static Estimate? Bare(double? value, SummaryRow row) => value is { } known ? new Estimate(known, known, known, row.Attempts) : null;
}
