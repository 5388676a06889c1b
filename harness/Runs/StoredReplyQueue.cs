using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Eval.Harness.Models;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>
/// Queues replies that are stored already: those a killed process paid for and did not come to score, or all of them.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="plan">The run; what is not of its tasks and models is left alone.</param>
/// <param name="wanted">Which replies are queued.</param>
internal sealed class StoredReplyQueue(IRunStore store, RunPlan plan, StoredReplies wanted)
{
    /// <summary>Whether every stored reply is scored again, so that nothing is asked.</summary>
    public bool IsOfAll => wanted == StoredReplies.All;

    public async Task WriteAsync(ChannelWriter<AnsweredAttempt> answers, CancellationToken stop, CancellationToken abort)
    {
        if (wanted == StoredReplies.None)
        {
            return;
        }

        var tasks = plan.Tasks.ToDictionary(task => (task.Dataset, task.Id));
        var models = plan.Models.ToDictionary(model => model.Name);
        await foreach (var answered in ReadAsync(abort))
        {
            if (!stop.IsCancellationRequested && tasks.TryGetValue((answered.Key.Dataset, answered.Key.TaskId), out var task)
                && models.TryGetValue(answered.Key.Model, out var model))
            {
                await answers.WriteAsync(new AnsweredAttempt(new PlannedAttempt(task, model, answered.Key.Sample), answered), abort);
            }
        }
    }

    private async IAsyncEnumerable<Attempt> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var answered in store.ReadUnscoredAsync(plan.Run.Id, ct))
        {
            // An agent's attempt that was cut off has no patch yet.
            if (answered.Texts?.Reply is not null)
            {
                yield return answered;
            }
        }

        if (wanted == StoredReplies.Unscored)
        {
            // Texts are most of a large run.
            yield break;
        }

        await foreach (var scored in store.ReadAttemptsAsync(plan.Run.Id, withTexts: true, ct))
        {
            // A failure of the sandbox says nothing about the reply, which is still there.
            if (scored.Texts?.Reply is not null && (wanted == StoredReplies.All || scored.Verdict == Verdict.SandboxError))
            {
                yield return scored;
            }
        }
    }
}
