using Eval.Harness.Console;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>
/// Makes a run that is ready: asks models, scores their stored replies, measures the answers, stores every attempt and reports.
/// </summary>
/// <param name="run">The run; whoever prepared it closes it.</param>
/// <param name="terminal">Where it is said what is run, and with what care.</param>
/// <param name="time">The clock on the wall.</param>
internal sealed class RunExecution(PreparedRun run, Terminal terminal, TimeProvider time)
{
    private readonly ExecutionOptions _options = run.Options;
    private readonly RunSentences _sentences = new(terminal);

    /// <param name="show">Is given the progress of the work, and shows it until the work ends; null where nobody looks.</param>
    /// <param name="stop">No further call starts once it is cancelled; open ones are finished.</param>
    /// <param name="abort">Drops open calls too.</param>
    public async Task<RunOutcome> RunAsync(Func<RunProgress, Task, Task>? show, CancellationToken stop, CancellationToken abort)
    {
        // First: without a sandbox there is no run that could be gone on with, and none is stored.
        var scorers = await run.Sandboxes.OpenAsync(run.Plan.Run.Id);
        var plan = await SetAsideUnfitAsync(scorers, isQuiet: show is null, stop);
        await using var store = await RunStore.OpenAsync(_options.Output.Root, time, CancellationToken.None);
        await using var runLock = await store.AcquireRunLockAsync(plan.Run.Id, CancellationToken.None);
        // Closed before somebody else may go on with the run.
        await using var sandboxes = run.Sandboxes;
        var done = await BeginAsync(store, plan);
        _sentences.SayWhatIsRun(run, plan, done.Scored.Count);

        var progress = ProgressOf(plan, done);
        var budget = _options.Limits.CreateBudget(plan, done);
        var scorer = new AttemptScorer(scorers);
        var asking = new AskingStage(plan, CreateAsker(store, scorers, done), budget, _options.Limits.MaxConnections, progress);
        var scoring = new ScoringStage(scorer, run.Metrics, store, progress);
        var pipeline = new AttemptPipeline(asking, scoring, new StoredReplyQueue(store, plan, StoredToScore(done)),
            _options.Limits.MaxSandboxes);
        await (run.Answers?.To(plan.Tasks).StoreAsync(plan, store, done.NotToAsk, abort) ?? Task.CompletedTask);
        await using var models = await ModelSet.CreateAsync(run.Answers is null ? plan.Models : [], _options.Calls, progress.Note, time,
            CancellationToken.None);
        await ShowAsync(pipeline.RunAsync(models.ByName.Values, done.NotToAsk, stop, abort), progress, show, abort);
        _sentences.SayRepeatedKeys(models.RepeatedKeys);
        await _sentences.SayUseAsync(run.Sandboxes.Issues);

        var isWhole = progress.Snapshot().All(model => model.Done >= model.Planned);
        var stoppedBy = isWhole ? null
            : stop.IsCancellationRequested ? RunStop.Interruption
            : budget.Refused is not null ? RunStop.Budget
            : asking.RefusedModels.Count > 0 ? RunStop.Refusal
            : _options.Rescores ? run.Resumed?.StoppedBy
            : null;
        var results = await new RunReporting(run, store, time).WriteAsync(plan.Without(scorer.UnfitTasks), models.Forms, isWhole, stoppedBy);
        return new RunOutcome
        {
            Results = results,
            Folder = _options.Output.FolderOf(plan.Run.Id),
            RunArguments = _options.Output.ArgumentsOf(plan.Run.Id),
            IsInterrupted = stop.IsCancellationRequested && !isWhole,
            BudgetRefused = budget.Refused,
            SpentUsd = budget.SpentUsd,
            RefusedModels = asking.RefusedModels,
        };
    }

    /// <summary>
    /// Lets the data sets' own solutions be scored before anything is asked; nothing is run twice for it under the same circumstances.
    /// </summary>
    private async Task<RunPlan> SetAsideUnfitAsync(IReadOnlyList<IScorer> scorers, bool isQuiet, CancellationToken ct)
    {
        var fitness = new PlanFitness(terminal, isQuiet);
        var check = _options.ChecksTasks ? fitness.CheckBy(scorers, _options.Limits.MaxSandboxes) : null;
        var plan = await fitness.ApplyAsync(run.Plan, check, run.Resumed?.SetAside ?? [], ct);
        return plan with { Run = plan.Run with { PlannedAttempts = run.CountAttempts(plan) } };
    }

    /// <summary>Stores that the run has begun, and returns how far it had come before.</summary>
    private async Task<StoredProgress> BeginAsync(IRunStore store, RunPlan plan)
    {
        await (run.Resumed is null ? store.CreateRunAsync(plan.Run, CancellationToken.None)
            : store.UpdateRunAsync(plan.Run, CancellationToken.None));
        Directory.CreateDirectory(_options.Output.FolderOf(plan.Run.Id));
        return run.Resumed is null ? new StoredProgress()
            : await StoredProgress.ReadAsync(store, run.Resumed.Id, _options.Rescores, CancellationToken.None);
    }

    private RunProgress ProgressOf(RunPlan plan, StoredProgress done)
    {
        var tasks = plan.Tasks.Select(task => (task.Dataset, task.Id)).ToHashSet();
        return new RunProgress(plan.Models.Select(model => (model.Name, run.CountAttempts(plan, model.Name),
            done.Scored.Count(key => key.Model == model.Name && tasks.Contains((key.Dataset, key.TaskId))),
            done.Passed.GetValueOrDefault(model.Name), (decimal?)null)));
    }

    private AttemptAsker CreateAsker(IRunStore store, IReadOnlyList<IScorer> scorers, StoredProgress done)
    {
        var issues = run.Sandboxes.Issues;
        var requests = new RequestBuilder(scorers, issues?.SingleShot, new SemaphoreSlim(_options.Limits.MaxSandboxes));
        return new AttemptAsker(store, new AttemptBuilder(run.Plan.Run.Id), requests, issues?.Agent, _options.UsesCache)
        {
            Unfinished = done.Unfinished, Stored = done.Stored,
        };
    }

    private StoredReplies StoredToScore(StoredProgress done) =>
        run.Resumed is null && run.Answers is null ? StoredReplies.None : done.ToScore;

    private static async Task ShowAsync(Task work, RunProgress progress, Func<RunProgress, Task, Task>? show, CancellationToken abort)
    {
        if (show is not null)
        {
            await show(progress, work);
        }

        try
        {
            await work;
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // What was answered is kept.
        }
    }
}
