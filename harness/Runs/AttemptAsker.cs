using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Issues;
using Eval.Harness.Models;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>
/// Asks for one attempt and stores the paid reply at once. It catches everything that has to do with that attempt alone, so that one
/// attempt cannot end a run.
/// </summary>
/// <param name="store">Where replies go.</param>
/// <param name="attempts">Makes the attempts.</param>
/// <param name="requests">Makes what is asked.</param>
/// <param name="agent">Lets models work on issues; null where nothing does.</param>
/// <param name="useCache">Whether an earlier reply to the same request is taken instead of a call.</param>
internal sealed class AttemptAsker(IRunStore store, AttemptBuilder attempts, RequestBuilder requests, Agent? agent, bool useCache)
{
    /// <summary>Attempts of agents in whose middle the model turned out not to be asked any more, as far as they have got.</summary>
    private readonly ConcurrentDictionary<AttemptKey, Attempt> _brokenOff = new();

    /// <summary>Attempts of agents that an earlier part of the run had begun.</summary>
    public IReadOnlyDictionary<AttemptKey, Attempt> Unfinished { get; init; } = new Dictionary<AttemptKey, Attempt>();

    /// <summary>Attempts of which an earlier part of the run has kept what became of them.</summary>
    public IReadOnlySet<AttemptKey> Stored { get; init; } = new HashSet<AttemptKey>();

    /// <summary>Asks the model and stores the reply. The result's verdict means something only when no scoring is needed.</summary>
    /// <exception cref="ModelCallException">With <see cref="ModelCallFailure.Configuration"/>: this model cannot be asked at
    /// all.</exception>
    public async Task<AskedAttempt> AskAsync(PlannedAttempt planned, IModel model, CancellationToken stop, CancellationToken ct)
    {
        var request = await requests.CreateAsync(planned, stop, ct);
        var asked = attempts.Asked(planned, request);
        var earlier = Unfinished.GetValueOrDefault(planned.Key);
        // What is known when something fails: of an agent all that was paid for.
        var kept = earlier ?? asked;
        try
        {
            var answered = planned.Task is IssueTask issue && requests.IsForAgent(issue)
                ? await WorkAsync(new AgentRequest
                {
                    Task = issue,
                    Model = model,
                    Sample = planned.Sample,
                    Context = request.Context,
                    Earlier = earlier,
                    KeepAsync = partial =>
                    {
                        kept = AttemptBuilder.FromAgent(asked, partial);
                        return store.SaveReplyAsync(kept, CancellationToken.None);
                    },
                }, asked, stop, ct)
                : await AnswerAsync(planned, request, model, asked, earlier, ct);
            return new AskedAttempt(answered, NeedsScoring: true);
        }
        catch (ModelCallException e) when (e.Failure == ModelCallFailure.Configuration)
        {
            if (kept != asked)
            {
                _brokenOff[planned.Key] = kept;
            }

            throw;
        }
        catch (ModelCallException e)
        {
            return await StoreAsync(AttemptBuilder.CallFailed(kept, planned.Model, e, isBegun: kept != asked), e);
        }
        catch (BudgetEndedException e)
        {
            return await StoreAsync(AttemptBuilder.LeftOut(kept, e.Message, e.CostUsd));
        }
        catch (SandboxUnavailableException e)
        {
            return await StoreAsync(AttemptBuilder.SandboxFailed(kept, e.Message));
        }
        catch (Exception e) when (e is not (ModelCallException or OperationCanceledException or RunStoreException))
        {
            return await StoreAsync(AttemptBuilder.AskingFailed(kept, e.Message));
        }
    }

    /// <summary>Keeps that an attempt was not made to its end, and why; what is known and paid of it stays.</summary>
    public async Task LeaveOutAsync(PlannedAttempt planned, string reason)
    {
        if ((_brokenOff.GetValueOrDefault(planned.Key) ?? Unfinished.GetValueOrDefault(planned.Key)) is { } begun)
        {
            await StoreAsync(AttemptBuilder.LeftOut(begun, reason));
        }
        else if (!Stored.Contains(planned.Key))
        {
            await StoreAsync(AttemptBuilder.LeftOut(attempts.Planned(planned), reason));
        }
    }

    private async Task<Attempt> WorkAsync(AgentRequest work, Attempt asked, CancellationToken stop, CancellationToken ct)
    {
        var result = await (agent ?? throw new SandboxUnavailableException("Nothing here lets models work on issues."))
            .RunAsync(work, stop, ct);
        var changed = AttemptBuilder.FromAgent(asked, result);
        await store.SaveReplyAsync(changed, CancellationToken.None);
        return changed;
    }

    private async Task<Attempt> AnswerAsync(PlannedAttempt planned, ModelRequest request, IModel model, Attempt asked, Attempt? earlier,
        CancellationToken ct)
    {
        if (useCache && await store.FindReplyAsync(asked.RequestHash!, planned.Sample, ct) is { Texts.Reply: not null } cached)
        {
            return AttemptBuilder.FromEarlier(asked, cached);
        }

        var completion = await model.CompleteAsync(request, ct);
        // A call that was made in vain has been paid for as well.
        var answered = AttemptBuilder.FromCompletion(asked, planned.Model, completion, earlier?.CostUsd ?? 0);
        await store.SaveReplyAsync(answered, CancellationToken.None);
        return answered;
    }

    /// <summary>Stores an attempt that has come to its end without a reply to score.</summary>
    private async Task<AskedAttempt> StoreAsync(Attempt ended, ModelCallException? failure = null)
    {
        await store.SaveAttemptAsync(ended, CancellationToken.None);
        return new AskedAttempt(ended, NeedsScoring: false, failure);
    }
}
