using Eval.Reports.Records;

namespace Eval.Harness.Issues;

/// <summary>What an agent came to.</summary>
internal sealed record AgentResult
{
    /// <summary>What it changed, a diff of git's; empty for nothing.</summary>
    public required string Patch { get; init; }

    public required Trajectory Trajectory { get; init; }

    /// <summary>The tokens of all calls.</summary>
    public required Usage Usage { get; init; }

    /// <summary>The first call's marks, with the time of all calls; null when no call succeeded.</summary>
    public Timing? Timing { get; init; }

    /// <summary>The cost of all calls; null when one of them is unknown.</summary>
    public decimal? CostUsd { get; init; }

    public string? ServedModel { get; init; }

    public int Retries { get; init; }
}
