using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Issues;
using Eval.Harness.Metrics;
using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>
/// Makes one attempt: asks, keeps the paid reply, judges, keeps the verdict. The only place that catches everything, so that one attempt
/// cannot end a run.
/// </summary>
internal sealed class AttemptRunner(string runId, IRunStore store, IReadOnlyList<IScorer> scorers, AnswerMetrics metrics, bool useCache,
    IssueSandbox? issues = null)
{
    private readonly ConcurrentDictionary<(string Dataset, string Task), RunSetAsideTask> _unfit = new();

    /// <summary>Attempts of agents in whose middle the model turned out not to be asked any more, as far as they have got.</summary>
    private readonly ConcurrentDictionary<AttemptKey, Attempt> _brokenOff = new();

    /// <summary>Attempts of agents that an earlier part of the run had begun.</summary>
    public IReadOnlyDictionary<AttemptKey, Attempt> Unfinished { get; init; } = new Dictionary<AttemptKey, Attempt>();

    /// <summary>Attempts of which an earlier part of the run has kept what became of them.</summary>
    public IReadOnlySet<AttemptKey> Stored { get; init; } = new HashSet<AttemptKey>();

    /// <summary>
    /// Bounds the answers of policies that are verified at once, beside those that are scored. Default: the number of processors.
    /// </summary>
    public SemaphoreSlim Verifying { get; init; } = new(Environment.ProcessorCount);

    /// <summary>Tasks whose own text turned out not to be usable; their attempts count for no model.</summary>
    public IReadOnlyList<RunSetAsideTask> UnfitTasks =>
        [.. _unfit.Values.OrderBy(task => task.Dataset, StringComparer.Ordinal).ThenBy(task => task.TaskId, StringComparer.Ordinal)];

    /// <summary>Asks the model and keeps the reply. The result's verdict means something only when no scoring is needed.</summary>
    /// <exception cref="ModelCallException">With <see cref="ModelCallFailure.Configuration"/>: this model cannot be asked at
    /// all.</exception>
    public async Task<AskedAttempt> AskAsync(PlannedAttempt planned, IModel model, CancellationToken stop, CancellationToken ct)
    {
        var messages = planned.Task is IssueTask asked && issues?.SingleShot is { } prompts
            ? await prompts.MessagesAsync(asked, ct) : PromptBuilder.Messages(planned.Task);
        var request = new ModelRequest { Messages = messages, Sample = planned.Sample, Stop = stop,
            Context = ContextOf(planned, messages) };
        var blank = Blank(planned, request);
        var earlier = Unfinished.GetValueOrDefault(planned.Key);
        // What is known when something fails: of an agent all that was paid for.
        var kept = earlier ?? blank;
        try
        {
            if (planned.Task is IssueTask issue && issues?.SingleShot is null)
            {
                var order = new AgentRequest
                {
                    Task = issue,
                    Model = model,
                    Sample = planned.Sample,
                    Context = request.Context,
                    Earlier = earlier,
                    KeepAsync = partial =>
                    {
                        kept = Worked(blank, partial);
                        return store.SaveReplyAsync(kept, CancellationToken.None);
                    },
                };
                var changed = Worked(blank,
                    await (issues?.Agent ?? throw new SandboxUnavailableException("Nothing here lets models work on issues."))
                    .RunAsync(order, stop, ct));
                await store.SaveReplyAsync(changed, CancellationToken.None);
                return new AskedAttempt(changed, NeedsScoring: true);
            }

            if (useCache && await store.FindReplyAsync(blank.RequestHash!, planned.Sample, ct) is { Texts.Reply: not null } cached)
            {
                return new AskedAttempt(FromEarlier(blank, cached), NeedsScoring: true);
            }

            var completion = await model.CompleteAsync(request, ct);
            var answered = Answered(blank, planned.Model, completion);
            // A call that was made in vain has been paid for as well.
            answered = answered with { CostUsd = answered.CostUsd + (earlier?.CostUsd ?? 0) };
            await store.SaveReplyAsync(answered, CancellationToken.None);
            return new AskedAttempt(answered, NeedsScoring: true);
        }
        catch (ModelCallException e) when (e.Failure == ModelCallFailure.Configuration)
        {
            if (kept != blank)
            {
                _brokenOff[planned.Key] = kept;
            }

            throw;
        }
        catch (ModelCallException e)
        {
            var billed = e.Path is { } path ? path.CostUsd : Cost(planned.Model, e.BilledFailures, ofReply: null);
            var failed = kept with
            {
                Verdict = e.Failure switch
                {
                    ModelCallFailure.ContextWindow => Verdict.Failed,
                    ModelCallFailure.ContentFilter => Verdict.Refused,
                    _ => Verdict.ProviderError,
                },
                Error = e.Failure == ModelCallFailure.ContextWindow ? "context_window: " + e.Message : e.Message,
                Retries = kept.Retries + e.Retries,
                CostUsd = kept == blank ? billed : kept.CostUsd + billed,
                Texts = e.Path is null ? kept.Texts : kept.Texts! with { Calls = Joined(kept.Texts.Calls, e.Path) },
            };
            await store.SaveAttemptAsync(failed, CancellationToken.None);
            return new AskedAttempt(failed, NeedsScoring: false, e);
        }
        catch (BudgetEndedException e)
        {
            return new AskedAttempt(await LeaveOutAsync(kept, e.Message, e.CostUsd), NeedsScoring: false);
        }
        catch (SandboxUnavailableException e)
        {
            var failed = kept with { Verdict = Verdict.SandboxError, Error = e.Message };
            await store.SaveAttemptAsync(failed, CancellationToken.None);
            return new AskedAttempt(failed, NeedsScoring: false);
        }
        catch (Exception e) when (e is not (ModelCallException or OperationCanceledException or RunStoreException))
        {
            var failed = kept with { Verdict = Verdict.ProviderError, Error = $"unexpected: {e.Message}" };
            await store.SaveAttemptAsync(failed, CancellationToken.None);
            return new AskedAttempt(failed, NeedsScoring: false);
        }
    }

    /// <summary>Keeps that an attempt was not made to its end, and why; what is known and paid of it stays.</summary>
    public async Task LeaveOutAsync(PlannedAttempt planned, string reason)
    {
        if ((_brokenOff.GetValueOrDefault(planned.Key) ?? Unfinished.GetValueOrDefault(planned.Key)) is { } begun)
        {
            await LeaveOutAsync(begun, reason, costUsd: null);
        }
        else if (!Stored.Contains(planned.Key))
        {
            await LeaveOutAsync(Blank(planned), reason, costUsd: null);
        }
    }

    /// <summary>Scores a reply that was kept. The verdict is still to be kept.</summary>
    public async Task<Attempt> ScoreAsync(PlannedAttempt planned, Attempt answered, CancellationToken ct)
    {
        var scorer = scorers.FirstOrDefault(candidate => candidate.Accepts(planned.Task))
            ?? throw new SandboxUnavailableException($"Nothing here can score task {planned.Task.Id} ({planned.Task.Language}).");
        var reply = new Reply(answered.Texts?.Reply ?? "", answered.FinishReason);
        try
        {
            var scored = await SandboxRetry.RunAsync(() => scorer.ScoreAsync(planned.Task, reply, ct));
            if (scored.UnfitReason is { } reason)
            {
                _unfit[(planned.Task.Dataset, planned.Task.Id)] = new RunSetAsideTask(planned.Task.Dataset, planned.Task.Id, reason);
            }

            var judged = WithVerdict(answered, scored);
            return judged with { Metrics = await metrics.MeasureAsync(planned.Task, judged, ct) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return answered with { Verdict = Verdict.SandboxError, Error = e.Message };
        }
    }

    /// <summary>Keeps an attempt that has been scored.</summary>
    public Task KeepAsync(Attempt judged) => store.SaveAttemptAsync(judged, CancellationToken.None);

    private async Task<Attempt> LeaveOutAsync(Attempt known, string reason, decimal? costUsd)
    {
        var leftOut = known with
        {
            Verdict = Verdict.Skipped,
            Error = reason,
            CostUsd = costUsd is null ? known.CostUsd : (known.CostUsd ?? 0) + costUsd,
            // What was not begun has nothing worth keeping.
            Texts = known.FinishReason == Trajectory.Unfinished ? known.Texts : null,
        };
        await store.SaveAttemptAsync(leftOut, CancellationToken.None);
        return leftOut;
    }

    /// <summary>What only a policy looks at.</summary>
    private RequestContext? ContextOf(PlannedAttempt planned, IReadOnlyList<ChatMessage> messages) =>
        planned.Model.Source is not PolicySource policy ? null : new RequestContext
    {
        Features = TaskFeatures.From(planned.Task, messages, policy.File.Classifier),
        Key = $"{planned.Task.Dataset}/{planned.Task.Id}",
        Verifier = scorers.FirstOrDefault(candidate => candidate.Accepts(planned.Task)) is { } scorer
            ? new AttemptVerifier(scorer, planned.Task, Verifying) : null,
    };

    private static string Joined(string? earlier, PolicyPath path) =>
        new PolicyPath { Calls = [.. PolicyPath.Parse(earlier)?.Calls ?? [], .. path.Calls] }.ToJson();

    private Attempt Blank(PlannedAttempt planned, ModelRequest request) => Blank(planned) with
    {
        RequestHash = RequestHash.Compute(planned.Model, request),
        Texts = new AttemptTexts { Prompt = string.Join("\n\n", request.Messages.Select(message => message.Content)) },
    };

    private Attempt Blank(PlannedAttempt planned) => new()
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

    private static Attempt Answered(Attempt blank, ModelSpec model, Completion completion) => blank with
    {
        ServedModel = completion.ServedModel,
        IsSimulated = blank.IsSimulated || completion.IsSimulated,
        IsCached = completion.IsCached,
        FinishReason = completion.FinishReason,
        Timing = completion.Timing,
        Usage = completion.Usage,
        CostUsd = completion.Path is { } path ? path.CostUsd : Cost(model, completion.BilledFailures, completion.Usage),
        Retries = completion.Retries,
        Texts = blank.Texts! with { Reply = completion.Text, Reasoning = completion.Reasoning, Calls = completion.Path?.ToJson() },
    };

    /// <summary>An agent's patch is kept like a reply that holds it, so that it is scored like any other.</summary>
    private static Attempt Worked(Attempt blank, AgentResult worked) => blank with
    {
        ServedModel = worked.ServedModel,
        IsSimulated = blank.IsSimulated || worked.IsSimulated,
        FinishReason = worked.Trajectory.ExitStatus,
        Timing = worked.Timing,
        Usage = worked.Usage,
        CostUsd = worked.CostUsd,
        Retries = worked.Retries,
        Texts = blank.Texts! with { Reply = worked.Reply, Trajectory = worked.Trajectory.ToJson(), Calls = worked.Path?.ToJson() },
    };

    private static Attempt FromEarlier(Attempt blank, Attempt earlier) => blank with
    {
        ServedModel = earlier.ServedModel,
        IsSimulated = blank.IsSimulated || earlier.IsSimulated,
        IsCached = true,
        FinishReason = earlier.FinishReason,
        Timing = earlier.Timing,
        Usage = earlier.Usage,
        CostUsd = earlier.CostUsd,
        Texts = blank.Texts! with { Reply = earlier.Texts!.Reply, Reasoning = earlier.Texts.Reasoning, Calls = earlier.Texts.Calls },
    };

    private static Attempt WithVerdict(Attempt answered, ScoredAnswer scored) => answered with
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

    private static decimal? Cost(ModelSpec model, IReadOnlyList<Usage> billedFailures, Usage? ofReply)
    {
        var parts = billedFailures.Append(ofReply).OfType<Usage>().Select(model.CostUsd).ToList();
        return parts.Contains(null) || (parts.Count == 0 && model.Price is null) ? null : parts.Sum();
    }
}
