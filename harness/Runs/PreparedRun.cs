using Eval.Harness.Metrics;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>A run in which nothing is wrong and nothing is asked yet: all that its execution needs.</summary>
/// <param name="parts">What was opened for it, and closes with it.</param>
internal sealed class PreparedRun(OpenedParts parts) : IAsyncDisposable
{
    public required RunPlan Plan { get; init; }

    /// <summary>The stored run that is gone on with; null for a new one.</summary>
    public required Run? Resumed { get; init; }

    /// <summary>The answers that are scored instead of asking models; null where models are asked.</summary>
    public required GradedAnswers? Answers { get; init; }

    /// <summary>What is measured of each answer.</summary>
    public required AnswerMetrics Metrics { get; init; }

    /// <summary>What answers run in; started, and not yet waited for.</summary>
    public required SandboxSet Sandboxes { get; init; }

    public required ExecutionOptions Options { get; init; }

    /// <summary>Returns how many attempts a plan of this run has.</summary>
    public int CountAttempts(RunPlan plan) => Answers is { } answers
        ? answers.To(plan.Tasks).Completions.Count
        : plan.Tasks.Count * plan.Run.Models.Count * plan.Run.Samples;

    /// <summary>Returns how many attempts a plan of this run has for one model.</summary>
    public int CountAttempts(RunPlan plan, string model) => Answers is { } answers
        ? answers.To(plan.Tasks).Completions.Count(completion => completion.Model == model)
        : plan.Tasks.Count * plan.Run.Samples;

    public ValueTask DisposeAsync() => parts.DisposeAsync();
}
