using Eval.Datasets;
using Eval.Harness.Replies;

namespace Eval.Harness.Scoring;

/// <summary>Scores replies to one kind of task. Thread-safe.</summary>
internal interface IScorer
{
    bool Accepts(EvalTask task);

    /// <exception cref="Sandboxes.SandboxUnavailableException">The answer could not be scored; says nothing about it.</exception>
    Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct);

    /// <summary>Returns the code or the change that is chosen from a reply, without scoring it; null when there is none.</summary>
    Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct);
}
