using Eval.Harness.Mutations;
using Eval.Harness.Scoring;

namespace Eval.Harness.Auditing;

/// <summary>How strong one task's tests are.</summary>
internal sealed record TaskAudit
{
    public required string TaskId { get; init; }

    /// <summary>Why the task could not be audited at all; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>What became of the reference itself; null when the task was skipped.</summary>
    public ScoredAnswer? Reference { get; init; }

    public int Killed { get; init; }

    /// <summary>Mutants that pass every test and are not listed as equivalent.</summary>
    public IReadOnlyList<Mutant> Survivors { get; init; } = [];

    /// <summary>Mutants that are no programs and count nowhere.</summary>
    public int NotCompiled { get; init; }

    /// <summary>Mutants that pass every test and are listed as equivalent; they count nowhere.</summary>
    public int Equivalent { get; init; }

    /// <summary>Mutants the sandbox could not run.</summary>
    public int NotScored { get; init; }

    /// <summary>What is wrong with the task's list of equivalent mutants, in sentences.</summary>
    public IReadOnlyList<string> ListMistakes { get; init; } = [];

    /// <summary>Killed among those that could be, 0–1; null when there was none.</summary>
    public double? KillRate => Killed + Survivors.Count == 0 ? null : (double)Killed / (Killed + Survivors.Count);
}
