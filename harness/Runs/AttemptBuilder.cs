using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Models;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>
/// Makes attempts: the only place that knows how one comes from a plan, a reply, an agent's work, a file, a score or a failure.
/// </summary>
/// <param name="runId">The run they belong to.</param>
internal sealed class AttemptBuilder(string runId)
{
    /// <summary>Returns an attempt of which nothing is known but what was planned.</summary>
    public Attempt Planned(PlannedAttempt planned) => new()
    {
        RunId = runId,
        Key = planned.Key,
        Class = planned.Task.Class,
        Difficulty = planned.Task.Difficulty,
        Language = planned.Task.Language,
        TaskHash = planned.Task.ContentHash,
        Provider = planned.Model.Source.Name,
        IsSimulated = planned.Model.IsSimulated,
        Verdict = Verdict.Skipped,
    };

    /// <summary>Returns an attempt whose request is known, and nothing else yet.</summary>
    public Attempt Asked(PlannedAttempt planned, ModelRequest request) => Planned(planned) with
    {
        RequestHash = RequestHash.Compute(planned.Model, request),
        Texts = new AttemptTexts { Prompt = string.Join("\n\n", request.Messages.Select(message => message.Content)) },
    };

    /// <summary>Returns the attempt of an answer that was made elsewhere, as if a model had just given it.</summary>
    public Attempt FromFile(EvalTask task, StoredCompletion completion) => new()
    {
        RunId = runId,
        Key = GradedAnswers.KeyOf(completion, task),
        Class = task.Class,
        Difficulty = task.Difficulty,
        Language = task.Language,
        TaskHash = task.ContentHash,
        Provider = RunModel.File,
        Verdict = Verdict.Skipped,
        Texts = new AttemptTexts { Prompt = task.Prompt, Reply = GradedAnswers.ReplyOf(completion, task.Language) },
    };

    /// <summary>Returns the attempt with a model's reply.</summary>
    /// <param name="asked">The attempt as it was asked.</param>
    /// <param name="model">The model.</param>
    /// <param name="completion">Its reply.</param>
    /// <param name="paidBeforeUsd">What a call that was made in vain did cost.</param>
    public static Attempt FromCompletion(Attempt asked, ModelSpec model, Completion completion, decimal paidBeforeUsd = 0) => asked with
    {
        ServedModel = completion.ServedModel,
        IsSimulated = asked.IsSimulated || completion.IsSimulated,
        IsCached = completion.IsCached,
        FinishReason = completion.FinishReason,
        Timing = completion.Timing,
        Usage = completion.Usage,
        CostUsd = paidBeforeUsd
            + (completion.Path is { } path ? path.CostUsd : CostUsd(model, completion.BilledFailures, completion.Usage)),
        Retries = completion.Retries,
        Texts = asked.Texts! with { Reply = completion.Text, Reasoning = completion.Reasoning, Calls = completion.Path?.ToJson() },
    };

    /// <summary>Returns the attempt with what an agent did. Its patch is kept like a reply that holds it, and scored like any.</summary>
    public static Attempt FromAgent(Attempt asked, AgentResult result) => asked with
    {
        ServedModel = result.ServedModel,
        IsSimulated = asked.IsSimulated || result.IsSimulated,
        FinishReason = result.Trajectory.ExitStatus,
        Timing = result.Timing,
        Usage = result.Usage,
        CostUsd = result.CostUsd,
        Retries = result.Retries,
        Texts = asked.Texts! with { Reply = result.Reply, Trajectory = result.Trajectory.ToJson(), Calls = result.Path?.ToJson() },
    };

    /// <summary>Returns the attempt with the reply of an earlier one that asked the same.</summary>
    public static Attempt FromEarlier(Attempt asked, Attempt earlier) => asked with
    {
        ServedModel = earlier.ServedModel,
        IsSimulated = asked.IsSimulated || earlier.IsSimulated,
        IsCached = true,
        FinishReason = earlier.FinishReason,
        Timing = earlier.Timing,
        Usage = earlier.Usage,
        CostUsd = earlier.CostUsd,
        Texts = asked.Texts! with { Reply = earlier.Texts!.Reply, Reasoning = earlier.Texts.Reasoning, Calls = earlier.Texts.Calls },
    };

    /// <summary>Returns the attempt with what became of its answer.</summary>
    public static Attempt Scored(Attempt answered, ScoredAnswer scored) => answered with
    {
        Verdict = scored.Verdict,
        Error = scored.Error is { } error && Trajectory.Parse(answered.Texts?.Trajectory)?.Remark is { } remark
            ? $"{error}; {remark}" : scored.Error,
        Sandbox = scored.Sandbox,
        Isolation = scored.Isolation,
        VerdictOrigin = scored.VerdictOrigin,
        Execution = scored.Execution,
        TestsPassed = scored.TestsPassed,
        TestsTotal = scored.TestsTotal,
        VisibleTestsPassed = scored.VisibleTestsPassed,
        AnswerRank = scored.Choice?.Rank.Name(),
        AnswerCandidates = scored.Choice?.Candidates,
        PatchFlags = scored.Grading is { Flags.Count: > 0 } graded ? string.Join("; ", graded.Flags) : null,
        Texts = answered.Texts! with { Code = scored.Code, Output = scored.Output, Grading = scored.Grading?.ToJson() },
    };

    /// <summary>Returns the attempt with the values that were measured of its answer.</summary>
    public static Attempt Measured(Attempt scored, IReadOnlyDictionary<string, double> values) => scored with { Metrics = values };

    /// <summary>Returns an attempt whose call failed.</summary>
    /// <param name="known">What is known of it.</param>
    /// <param name="model">The model.</param>
    /// <param name="failure">Why the call failed.</param>
    /// <param name="isBegun">Whether calls of it were paid for before, as an agent's are.</param>
    public static Attempt CallFailed(Attempt known, ModelSpec model, ModelCallException failure, bool isBegun)
    {
        var billed = failure.Path is { } path ? path.CostUsd : CostUsd(model, failure.BilledFailures, ofReply: null);
        return known with
        {
            Verdict = failure.Failure switch
            {
                ModelCallFailure.ContextWindow => Verdict.Failed,
                ModelCallFailure.ContentFilter => Verdict.Refused,
                _ => Verdict.ProviderError,
            },
            Error = failure.Failure == ModelCallFailure.ContextWindow ? "context_window: " + failure.Message : failure.Message,
            Retries = known.Retries + failure.Retries,
            CostUsd = isBegun ? known.CostUsd + billed : billed,
            Texts = failure.Path is null ? known.Texts : known.Texts! with { Calls = Joined(known.Texts.Calls, failure.Path) },
        };
    }

    /// <summary>Returns an attempt that something nobody foresaw kept from a reply.</summary>
    public static Attempt AskingFailed(Attempt known, string reason) =>
        known with { Verdict = Verdict.ProviderError, Error = $"unexpected: {reason}" };

    /// <summary>Returns an attempt that a failure of the sandbox kept from a verdict.</summary>
    public static Attempt SandboxFailed(Attempt known, string reason) => known with { Verdict = Verdict.SandboxError, Error = reason };

    /// <summary>Returns an attempt that was not made to its end; what is known and paid of it stays.</summary>
    /// <param name="known">What is known of it.</param>
    /// <param name="reason">Why it was left out.</param>
    /// <param name="costUsd">What a call that was made in vain has cost; null for none.</param>
    public static Attempt LeftOut(Attempt known, string reason, decimal? costUsd = null) => known with
    {
        Verdict = Verdict.Skipped,
        Error = reason,
        CostUsd = costUsd is null ? known.CostUsd : (known.CostUsd ?? 0) + costUsd,
        // What was not begun has nothing worth keeping.
        Texts = known.FinishReason == Trajectory.Unfinished ? known.Texts : null,
    };

    private static string Joined(string? earlier, PolicyPath path) =>
        new PolicyPath { Calls = [.. PolicyPath.Parse(earlier)?.Calls ?? [], .. path.Calls] }.ToJson();

    private static decimal? CostUsd(ModelSpec model, IReadOnlyList<Usage> billedFailures, Usage? ofReply)
    {
        var parts = billedFailures.Append(ofReply).OfType<Usage>().Select(model.CostUsd).ToList();
        return parts.Contains(null) || (parts.Count == 0 && model.Price is null) ? null : parts.Sum();
    }
}
