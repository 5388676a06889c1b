using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Scoring;

namespace Eval.Harness.Runs;

/// <summary>Makes what one attempt asks: its messages, and what a policy may know beside them.</summary>
/// <param name="scorers">What scores answers; a policy's verifier looks at answers by them.</param>
/// <param name="singleShot">What models are told that answer an issue in one go; null where they work as agents.</param>
/// <param name="verifying">Bounds the answers of policies that are verified at once, beside those that are scored.</param>
internal sealed class RequestBuilder(IReadOnlyList<IScorer> scorers, SingleShotPrompts? singleShot, SemaphoreSlim verifying)
{
    /// <summary>Returns whether a task is for an agent, which asks often.</summary>
    public bool IsForAgent(EvalTask task) => task is IssueTask && singleShot is null;

    /// <param name="planned">The attempt.</param>
    /// <param name="stop">No call starts once it is cancelled.</param>
    /// <param name="ct">Ends the making.</param>
    public async Task<ModelRequest> CreateAsync(PlannedAttempt planned, CancellationToken stop, CancellationToken ct)
    {
        var messages = planned.Task is IssueTask issue && singleShot is not null
            ? await singleShot.MessagesAsync(issue, ct) : PromptBuilder.Messages(planned.Task);
        return new ModelRequest { Messages = messages, Sample = planned.Sample, Stop = stop, Context = ContextOf(planned, messages) };
    }

    /// <summary>What only a policy looks at.</summary>
    private RequestContext? ContextOf(PlannedAttempt planned, IReadOnlyList<ChatMessage> messages) =>
        planned.Model.Source is not PolicySource policy ? null : new RequestContext
    {
        Features = TaskFeatures.From(planned.Task, messages, policy.File.Classifier),
        Key = $"{planned.Task.Dataset}/{planned.Task.Id}",
        Verifier = scorers.FirstOrDefault(candidate => candidate.Accepts(planned.Task)) is { } scorer
            ? new AttemptVerifier(scorer, planned.Task, verifying) : null,
    };
}
