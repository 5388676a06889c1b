using Eval.Harness.Patches;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>What an agent came to.</summary>
internal sealed record AgentResult
{
    /// <summary>What it changed, a diff of git's; empty for nothing.</summary>
    public required string Patch { get; init; }

    /// <summary>Why what it changed could not be taken as a patch; null when it is.</summary>
    public string? PatchProblem { get; init; }

    public required Trajectory Trajectory { get; init; }

    /// <summary>The tokens of all calls.</summary>
    public required Usage Usage { get; init; }

    /// <summary>The first call's marks, with the time of all calls; null when no call succeeded.</summary>
    public Timing? Timing { get; init; }

    /// <summary>The cost of all calls; null when one of them is unknown.</summary>
    public decimal? CostUsd { get; init; }

    public string? ServedModel { get; init; }

    /// <summary>Whether a simulated model answered.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The calls of the policy that worked; null where a model did.</summary>
    public PolicyPath? Path { get; init; }

    public int Retries { get; init; }

    /// <summary>
    /// What is scored, and scored again later: the patch in a fence, or why there is none. An unfinished attempt has none yet.
    /// </summary>
    public string? Reply =>
        Trajectory.ExitStatus == Trajectory.Unfinished ? null
        : PatchProblem is null ? PatchText.Wrap(Patch)
        : "What was changed could not be taken as a patch: " + PatchProblem;
}
