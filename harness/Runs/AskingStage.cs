using System.Collections.Concurrent;
using System.Threading.Channels;
using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>
/// The first stage of a run: asks all models for their attempts, as widely as their endpoints can handle, and queues the stored replies.
/// </summary>
/// <param name="plan">The attempts.</param>
/// <param name="asker">Asks for one of them.</param>
/// <param name="budget">What may be spent.</param>
/// <param name="maxConnections">Open calls per model; null: as many as the endpoint can handle.</param>
/// <param name="progress">Is told of every call.</param>
internal sealed class AskingStage(RunPlan plan, AttemptAsker asker, Budget budget, int? maxConnections, RunProgress progress)
{
    private const int MaxOpenCalls = 256;
    private readonly ConcurrentDictionary<string, string> _refused = new();
    private readonly ConcurrentBag<(PlannedAttempt Planned, string Reason)> _leftOut = [];

    /// <summary>Models that could not be asked at all, with the reason.</summary>
    public IReadOnlyDictionary<string, string> RefusedModels => _refused;

    /// <summary>Asks for the attempts of a model that are not done.</summary>
    /// <param name="model">The model.</param>
    /// <param name="done">The attempts that need not be made.</param>
    /// <param name="answers">Takes the replies that are to be scored.</param>
    /// <param name="stop">No further call starts once it is cancelled; open ones are finished.</param>
    /// <param name="abort">Drops open calls too.</param>
    public async Task RunAsync(IModel model, IReadOnlySet<AttemptKey> done, ChannelWriter<AnsweredAttempt> answers, CancellationToken stop,
        CancellationToken abort)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxConnections ?? MaxOpenCalls, CancellationToken = abort };
        var refusals = new RefusalWatch(done.Any(key => key.Model == model.Spec.Name));
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var missing = plan.Attempts(model.Spec).Where(planned => !done.Contains(planned.Key));
        await Parallel.ForEachAsync(missing, parallel, async (planned, ct) =>
        {
            if (halt.IsCancellationRequested)
            {
                LeaveOut(planned, stop);
                return;
            }

            long? call = null;
            AskedAttempt? asked = null;
            var metered = new MeteredModel(model, budget, planned, () =>
            {
                call = refusals.Begin();
                progress.Asked(planned);
            });
            try
            {
                asked = await AskAsync(planned, metered, halt.Token, ct);
                progress.Answered(planned, asked.Attempt, wasOpen: call is not null);
                await PassOnAsync(planned, asked, answers, ct);
            }
            catch (ModelCallException e) when (e.Failure == ModelCallFailure.Configuration)
            {
                GiveUp(model, e.Message, halt);
                LeaveOut(planned, stop);
            }
            catch (BudgetEndedException e)
            {
                _leftOut.Add((planned, e.Message));
                progress.Skipped(planned);
            }
            catch (OperationCanceledException) when (halt.IsCancellationRequested && !abort.IsCancellationRequested)
            {
                // It waited for its turn, which does not come any more; resuming asks. What an agent had begun is kept as it is.
                if (call is null)
                {
                    LeaveOut(planned, stop);
                }
            }
            finally
            {
                metered.End(isWhole: asked is { NeedsScoring: true });
                if (call is { } begun && refusals.End(begun, asked) is { } reason)
                {
                    GiveUp(model, reason, halt);
                }
            }
        });
    }

    /// <summary>Stores of every attempt that was left out why it was; once all models are through.</summary>
    public Task StoreLeftOutAsync() => Task.WhenAll(_leftOut.Select(leftOut => asker.LeaveOutAsync(leftOut.Planned, leftOut.Reason)));

    /// <summary>Asks once the budget has room.</summary>
    private async Task<AskedAttempt> AskAsync(PlannedAttempt planned, MeteredModel metered, CancellationToken stop, CancellationToken ct)
    {
        if (planned.Task is IssueTask)
        {
            // Before a working copy is opened, or a repository read, for it.
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop, ct);
            await metered.BeginAsync(waiting.Token);
        }

        return await asker.AskAsync(planned, metered, stop, ct);
    }

    private async Task PassOnAsync(PlannedAttempt planned, AskedAttempt asked, ChannelWriter<AnsweredAttempt> answers,
        CancellationToken ct)
    {
        if (asked.NeedsScoring)
        {
            await answers.WriteAsync(new AnsweredAttempt(planned, asked.Attempt), ct);
        }
        else if (asked.Attempt.Verdict == Verdict.Skipped)
        {
            progress.Skipped(planned);
        }
        else
        {
            progress.Scored(asked.Attempt);
        }
    }

    private void LeaveOut(PlannedAttempt planned, CancellationToken stop) =>
        _leftOut.Add((planned, stop.IsCancellationRequested
            ? "the run was interrupted" : $"the model was given up: {_refused.GetValueOrDefault(planned.Model.Name)}"));

    private void GiveUp(IModel model, string reason, CancellationTokenSource halt)
    {
        if (_refused.TryAdd(model.Spec.Name, reason))
        {
            progress.Refused(model.Spec.Name, reason);
            halt.Cancel();
        }
    }
}
