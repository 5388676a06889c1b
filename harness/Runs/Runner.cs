using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.Models;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>
/// Makes the attempts of a plan that are not made yet. Two stages with a queue between them: models are asked as widely as their endpoints
/// bear, answers are scored as widely as the processors do.
/// </summary>
internal sealed class Runner(RunPlan plan, IRunStore store, AttemptRunner attempts, RunnerOptions options, RunProgress progress)
{
    private const int MaxOpenCalls = 256;

    /// <summary>Verdicts of one judge that are on their way to the store while it judges on.</summary>
    private const int MaxUnkept = 64;

    private readonly Budget _budget = new(options.BudgetUsd, options.AlreadySpentUsd, options.AgentCostLimitUsd);
    private readonly ConcurrentDictionary<string, string> _refused = new();
    private readonly ConcurrentBag<(PlannedAttempt Planned, string Reason)> _leftOut = [];

    /// <summary>Models that could not be asked at all, with the reason.</summary>
    public IReadOnlyDictionary<string, string> RefusedModels => _refused;

    /// <summary>The first call that no longer fitted into the budget, and the most it might have cost; null when all did.</summary>
    public (string Model, decimal Usd)? BudgetRefused => _budget.Refused;

    /// <summary>What is spent, by earlier parts of the run too.</summary>
    public decimal SpentUsd => _budget.SpentUsd;

    /// <param name="models">The models by name.</param>
    /// <param name="done">The attempts that need not be made.</param>
    /// <param name="stop">No further call starts once it is cancelled; open ones are finished.</param>
    /// <param name="abort">Drops open calls too.</param>
    public async Task RunAsync(
        IReadOnlyDictionary<string, IModel> models, IReadOnlySet<AttemptKey> done, CancellationToken stop, CancellationToken abort)
    {
        LearnCosts();
        var answers = Channel.CreateBounded<(PlannedAttempt Planned, Attempt Answered)>(
            new BoundedChannelOptions(4 * options.MaxSandboxes) { FullMode = BoundedChannelFullMode.Wait });
        var judging = Enumerable.Range(0, options.MaxSandboxes).Select(_ => ScoreAsync(answers, stop, abort)).ToArray();
        var asking = options.QueueStored == StoredReplies.All ? []
            : models.Values.Select(model => AskAllAsync(model, done, answers.Writer, stop, abort)).ToList();
        asking.Add(QueueStoredAsync(answers.Writer, stop, abort));
        try
        {
            await Task.WhenAll(asking);
            await Task.WhenAll(_leftOut.Select(leftOut => attempts.LeaveOutAsync(leftOut.Planned, leftOut.Reason)));
        }
        finally
        {
            answers.Writer.TryComplete();
            await Task.WhenAll(judging);
        }
    }

    private async Task AskAllAsync(
        IModel model, IReadOnlySet<AttemptKey> done, ChannelWriter<(PlannedAttempt, Attempt)> answers, CancellationToken stop,
            CancellationToken abort)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConnections ?? MaxOpenCalls, CancellationToken = abort };
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
            var metered = new MeteredModel(model, _budget, planned, () =>
            {
                call = refusals.Begin();
                progress.Asked(planned);
            });
            try
            {
                asked = await AskAsync(planned, metered, halt.Token, ct);
                progress.Answered(planned, asked.Attempt, wasOpen: call is not null);
                if (asked.NeedsScoring)
                {
                    await answers.WriteAsync((planned, asked.Attempt), ct);
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

    /// <summary>Asks once the budget has room.</summary>
    private async Task<AskedAttempt> AskAsync(PlannedAttempt planned, MeteredModel metered, CancellationToken stop, CancellationToken ct)
    {
        if (planned.Task is IssueTask)
        {
            // Before a working copy is opened, or a repository read, for it.
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop, ct);
            await metered.BeginAsync(waiting.Token);
        }

        return await attempts.AskAsync(planned, metered, stop, ct);
    }

    private void LeaveOut(PlannedAttempt planned, CancellationToken stop) =>
        _leftOut.Add((planned, stop.IsCancellationRequested
            ? "the run was interrupted" : $"the model was given up: {_refused.GetValueOrDefault(planned.Model.Name)}"));

    private void LearnCosts()
    {
        var issues = plan.Tasks.OfType<IssueTask>().Select(task => (task.Dataset, task.Id)).ToHashSet();
        foreach (var (key, cost) in options.SeenCosts)
        {
            _budget.Learn(key, options.AgentCostLimitUsd is not null && issues.Contains((key.Dataset, key.TaskId)), cost);
        }
    }

    private void GiveUp(IModel model, string reason, CancellationTokenSource halt)
    {
        if (_refused.TryAdd(model.Spec.Name, reason))
        {
            progress.Refused(model.Spec.Name, reason);
            halt.Cancel();
        }
    }

    /// <summary>
    /// Queues replies that are stored already: those a killed process paid for and did not come to judge, or all of them.
    /// </summary>
    private async Task QueueStoredAsync(ChannelWriter<(PlannedAttempt, Attempt)> answers, CancellationToken stop, CancellationToken abort)
    {
        if (options.QueueStored == StoredReplies.None)
        {
            return;
        }

        var tasks = plan.Tasks.ToDictionary(task => (task.Dataset, task.Id));
        var models = plan.Models.ToDictionary(model => model.Name);
        await foreach (var answered in StoredAsync(abort))
        {
            if (!stop.IsCancellationRequested && tasks.TryGetValue((answered.Key.Dataset, answered.Key.TaskId), out var task)
                && models.TryGetValue(answered.Key.Model, out var model))
            {
                await answers.WriteAsync((new PlannedAttempt(task, model, answered.Key.Sample), answered), abort);
            }
        }
    }

    private async IAsyncEnumerable<Attempt> StoredAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var answered in store.ReadUnscoredAsync(plan.Run.Id, ct))
        {
            // An agent's attempt that was cut off has no patch yet.
            if (answered.Texts?.Reply is not null)
            {
                yield return answered;
            }
        }

        if (options.QueueStored == StoredReplies.Unscored)
        {
            // Texts are most of a large run.
            yield break;
        }

        await foreach (var judged in store.ReadAttemptsAsync(plan.Run.Id, withTexts: true, ct))
        {
            // A failure of the sandbox says nothing about the reply, which is still there.
            if (judged.Texts?.Reply is not null && (options.QueueStored == StoredReplies.All || judged.Verdict == Verdict.SandboxError))
            {
                yield return judged;
            }
        }
    }

    /// <summary>Scores until there are no more answers. Where that fails, nobody may wait for room among the answers.</summary>
    private async Task ScoreAsync(Channel<(PlannedAttempt Planned, Attempt Answered)> answers, CancellationToken stop,
        CancellationToken abort)
    {
        try
        {
            await ScoreAsync(answers.Reader, stop, abort);
        }
        catch (Exception e)
        {
            answers.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task ScoreAsync(ChannelReader<(PlannedAttempt Planned, Attempt Answered)> answers, CancellationToken stop,
        CancellationToken abort)
    {
        var keeping = new Queue<Task>();
        await foreach (var (planned, answered) in answers.ReadAllAsync(CancellationToken.None))
        {
            // Tests of a repository take minutes, which nobody who stops a run waits for.
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(planned.Task is IssueTask ? stop : abort, abort);
            if (!ends.IsCancellationRequested)
            {
                try
                {
                    keeping.Enqueue(KeepAsync(await attempts.ScoreAsync(planned, answered, ends.Token)));
                }
                catch (OperationCanceledException) when (ends.IsCancellationRequested)
                {
                    // The reply is kept; resuming judges it.
                }
            }

            while (keeping.TryPeek(out var oldest) && (oldest.IsCompleted || keeping.Count > MaxUnkept))
            {
                await keeping.Dequeue();
            }
        }

        await Task.WhenAll(keeping);
    }

    private async Task KeepAsync(Attempt judged)
    {
        await attempts.KeepAsync(judged);
        progress.Scored(judged);
    }
}
