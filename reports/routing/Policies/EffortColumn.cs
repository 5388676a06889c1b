namespace Eval.Routing.Policies;

/// <summary>What an effort limit bounds.</summary>
public enum EffortColumn
{
    /// <summary>All output tokens.</summary>
    OutputTokens,

    /// <summary>The cost of the answer in USD.</summary>
    CostUsd,

    /// <summary>The answer's latency in milliseconds.</summary>
    LatencyMs,
}
