using System.Collections.Concurrent;
using Eval.Harness.Models;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>Scores stored replies, each by what accepts its task, and notes the tasks that turn out to be unusable.</summary>
internal sealed class AttemptScorer(IReadOnlyList<IScorer> scorers)
{
    private readonly ConcurrentDictionary<(string Dataset, string Task), RunSetAsideTask> _unfit = new();

    /// <summary>Tasks whose own text turned out not to be usable; their attempts count for no model.</summary>
    public IReadOnlyList<RunSetAsideTask> UnfitTasks =>
        [.. _unfit.Values.OrderBy(task => task.Dataset, StringComparer.Ordinal).ThenBy(task => task.TaskId, StringComparer.Ordinal)];

    /// <summary>Scores a reply that is stored. The verdict is still to be stored.</summary>
    /// <exception cref="SandboxUnavailableException">The reply could not be scored; says nothing about it.</exception>
    public async Task<Attempt> ScoreAsync(PlannedAttempt planned, Attempt answered, CancellationToken ct)
    {
        var scorer = scorers.FirstOrDefault(candidate => candidate.Accepts(planned.Task))
            ?? throw new SandboxUnavailableException($"Nothing here can score task {planned.Task.Id} ({planned.Task.Language}).");
        var reply = new Reply(answered.Texts?.Reply ?? "", answered.FinishReason);
        var scored = await SandboxRetry.RunAsync(() => scorer.ScoreAsync(planned.Task, reply, ct));
        if (scored.UnfitReason is { } reason)
        {
            _unfit[(planned.Task.Dataset, planned.Task.Id)] = new RunSetAsideTask(planned.Task.Dataset, planned.Task.Id, reason);
        }

        return AttemptBuilder.Scored(answered, scored);
    }
}
