using Eval.Datasets;

namespace Eval.Harness.Fitness;

/// <summary>What a check found of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">Why it is not fit, or what the sandbox failed at; null for a fit task.</param>
internal sealed record TaskFitness(FunctionTask Task, FitnessKind Kind, string? Reason = null)
{
    /// <summary>Whether it would be found again: what may have been due to the machine's load is not remembered. Default: yes.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>Why assertions are decided in the answer's own process; null where they are not.</summary>
    public string? InsideReason { get; init; }

    /// <summary>Whether it was found earlier, under the same circumstances, and nothing was run now.</summary>
    public bool IsRemembered { get; init; }
}
