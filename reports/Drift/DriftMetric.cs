namespace Eval.Reports.Drift;

/// <summary>What is watched from run to run.</summary>
public enum DriftMetric
{
    /// <summary>The pass rate, task by task.</summary>
    PassRate,

    /// <summary>The share of calls that were answered.</summary>
    Availability,

    /// <summary>The median time to first token.</summary>
    Ttft,

    /// <summary>The median latency.</summary>
    Latency,

    /// <summary>The mean cost of a task.</summary>
    CostPerTask,

    /// <summary>The median number of output tokens.</summary>
    OutputTokens,
}
