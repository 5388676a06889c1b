using Eval.Results.Records;

namespace Eval.Harness.Expressions;

/// <summary>The names a metric expression may use.</summary>
public sealed class MetricInput(Attempt attempt)
{
    /// <summary>Whether all tests passed.</summary>
    public bool Passed => attempt.Passed;

    /// <summary>The verdict's name in files.</summary>
    public string Verdict => attempt.Verdict.Name();

    /// <summary>The reply as received.</summary>
    public string Reply => attempt.Texts?.Reply ?? "";

    /// <summary>The code chosen from the reply.</summary>
    public string Code => attempt.Texts?.Code ?? "";

    /// <summary>The task's class.</summary>
    public string Class => attempt.Class;

    /// <summary>The task's difficulty, empty when unknown.</summary>
    public string Difficulty => attempt.Difficulty ?? "";

    /// <summary>Output tokens, NaN when unknown.</summary>
    public double OutputTokens => attempt.Usage.OutputTokens ?? double.NaN;

    /// <summary>Time to first token in milliseconds, NaN when there was none.</summary>
    public double TtftMs => attempt.Timing?.FirstContent?.TotalMilliseconds ?? double.NaN;

    /// <summary>Latency in milliseconds, NaN when there was none.</summary>
    public double LatencyMs => attempt.Timing?.Total.TotalMilliseconds ?? double.NaN;

    /// <summary>Cost in USD, NaN when unknown.</summary>
    public double CostUsd => (double?)attempt.CostUsd ?? double.NaN;
}
