using Eval.Datasets;
using Eval.Harness.Budgets;
using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Expressions;
using Eval.Harness.Fitness;
using Eval.Harness.Issues;
using Eval.Harness.Metrics;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Prompts;
using Eval.Harness.Providers;
using Eval.Harness.Scoring;
using Eval.Harness.Simulation;
using Eval.Results.Formatting;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>
/// One run from its options to its files: opens what it needs, makes the attempts, writes the reports, closes everything.
/// </summary>
internal sealed class RunSession : IAsyncDisposable
{
    private readonly RunOptions _options;
    private readonly Run? _resumed;
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Stack<IAsyncDisposable> _opened = new();
    private AnswerMetrics _metrics = new([]);
    private IReadOnlyList<StoredCompletion> _completions = [];
    private IReadOnlyList<IReadOnlyList<string>> _answerOrders = [];
    private SandboxSet? _sandboxes;

    private RunSession(RunOptions options, Run? resumed, Terminal terminal, TimeProvider time)
    {
        _options = options;
        _resumed = resumed;
        _terminal = terminal;
        _time = time;
    }

    public RunPlan Plan { get; private set; } = null!;

    private int MaxSandboxes => _options.MaxSandboxes ?? Environment.ProcessorCount;

    /// <summary>Checks everything and makes the plan; asks nothing.</summary>
    /// <exception cref="UsageException">With all mistakes.</exception>
    public static async Task<RunSession> OpenAsync(
        RunOptions options, Run? resumed, List<string> mistakes, Terminal terminal, TimeProvider time, CancellationToken ct)
    {
        var session = new RunSession(options, resumed, terminal, time);
        try
        {
            await session.PlanAsync(mistakes, ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandboxes is not null)
        {
            await _sandboxes.DisposeAsync();
            _sandboxes = null;
        }

        while (_opened.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }

    /// <summary>Makes the attempts and writes the files.</summary>
    /// <param name="interruption">Tells when to stop.</param>
    /// <param name="show">Is given the progress of the work, and shows it until the work ends; null where nobody looks.</param>
    public async Task<RunOutcome> RunAsync(Interruption interruption, Func<RunProgress, Task, Task>? show)
    {
        // First: without a sandbox there is no run that could be gone on with, and none is stored.
        var scorers = await _sandboxes!.OpenAsync(Plan.Run.Id);
        await SetAsideUnfitAsync(scorers, show is null, interruption.Stop);
        var store = await OpenStoreAsync();
        var folder = Path.Combine(_options.Out, Plan.Run.Id);
        Directory.CreateDirectory(folder);
        var done = _resumed is null ? new StoredProgress()
            : await StoredProgress.ReadAsync(store, _resumed.Id, _options.Rescore, CancellationToken.None);
        SayWhatIsRun(_sandboxes.Opened, done.Scored.Count);
        var attempts = new AttemptRunner(Plan.Run.Id, store, scorers, _metrics, _options.Cache, _sandboxes.Issues)
        {
            Unfinished = done.Unfinished, Stored = done.Stored, Verifying = new SemaphoreSlim(MaxSandboxes),
        };
        var tasks = Plan.Tasks.Select(task => (task.Dataset, task.Id)).ToHashSet();
        var progress = new RunProgress(Plan.Models.Select(model => (model.Name, Planned(model),
            done.Scored.Count(key => key.Model == model.Name && tasks.Contains((key.Dataset, key.TaskId))),
                done.Passed.GetValueOrDefault(model.Name), (decimal?)null)));
        var runnerOptions = new RunnerOptions
        {
            MaxConnections = _options.MaxConnections,
            MaxSandboxes = MaxSandboxes,
            BudgetUsd = _options.BudgetUsd,
            AgentCostLimitUsd = _options.Scaffold == RunOptions.AgentScaffold ? _options.Agent.CostLimitUsd : null,
            AlreadySpentUsd = done.SpentUsd,
            SeenCosts = done.SeenCosts,
            QueueStored = _resumed is null && _completions.Count == 0 ? StoredReplies.None : done.ToScore,
        };
        var runner = new Runner(Plan, store, attempts, runnerOptions, progress);
        await GradedAnswers.StoreAsync(_completions, Plan, store, done.NotToAsk, interruption.Abort);

        await using var models = await ModelSet.CreateAsync(_completions.Count > 0 ? [] : Plan.Models, _options, progress.Note, _time,
            CancellationToken.None);
        var work = runner.RunAsync(models.ByName, done.NotToAsk, interruption.Stop, interruption.Abort);
        await ShowAsync(work, progress, show, interruption);
        foreach (var (endpoint, keys) in models.RepeatedKeys)
        {
            _terminal.SayWarning($"{Format.Count(keys, "key")} taken out of what {endpoint} sent.");
        }

        await SayUseAsync();

        var isWhole = progress.Snapshot().All(model => model.Done >= model.Planned);
        Plan = Plan.Without(attempts.UnfitTasks);
        CountAttempts();
        var run = SentParameters.Correct(Plan.Run, Plan.Models, models.Forms) with
        {
            EndedAt = isWhole ? _time.GetUtcNow() : null,
            StoppedBy = isWhole ? null : WhyStopped(runner, interruption),
        };
        await store.UpdateRunAsync(run, CancellationToken.None);
        var results = await ReportFiles.WriteOrExplainAsync(store, Plan.Run.Id, folder, _options.Report, CancellationToken.None);
        await GradedAnswers.WriteResultsAsync(_options.Completions, _answerOrders, results, folder, CancellationToken.None);
        return new RunOutcome
        {
            Results = results,
            Folder = folder,
            RunArguments = Plan.Run.Id + (_options.Out == new RunOptions().Out ? "" : $" --out {_options.Out}"),
            IsInterrupted = interruption.Stop.IsCancellationRequested && !isWhole,
            BudgetRefused = runner.BudgetRefused,
            SpentUsd = runner.SpentUsd,
            RefusedModels = runner.RefusedModels,
        };
    }

    private RunStop? WhyStopped(Runner runner, Interruption interruption) =>
        interruption.Stop.IsCancellationRequested ? RunStop.Interruption
        : runner.BudgetRefused is not null ? RunStop.Budget
        : runner.RefusedModels.Count > 0 ? RunStop.Refusal
        : _options.Rescore ? _resumed?.StoppedBy
        : null;

    private async Task PlanAsync(List<string> mistakes, CancellationToken ct)
    {
        var before = mistakes.Count;
        var config = ConfigFile.Read(_options.Config, mistakes);
        _metrics = new AnswerMetrics(MetricExpression.CompileAll(config.Metrics, _options.Config ?? ConfigFile.DefaultName, mistakes));
        var selection = WithoutUnreadable(WithoutQuarantined(await RunPlanner.ReadTasksAsync(_options, config, mistakes, ct)), mistakes);
        var tasks = selection.Tasks;
        _sandboxes = new SandboxSet(_options, _options.Limits, MaxSandboxes, _terminal);
        var problems = _options.DryRun ? []
            : await OutputCheck.ProblemsAsync(_options, tasks.Count * Math.Max(1, _options.Models.Count) * _options.Samples, ct);
        if (!_options.DryRun && mistakes.Count + problems.Count == 0)
        {
            // Started as early as may be, because it takes longest.
            _sandboxes.Start(tasks, ct);
        }

        if (_options.IsGrading)
        {
            _answerOrders = await GradedAnswers.OrdersAsync(_options, tasks, ct);
            (_completions, tasks) = await GradedAnswers.ReadAsync(_options, tasks, _answerOrders, mistakes, _terminal.SayWarning, ct);
        }

        var models = _options.IsGrading ? GradedAnswers.Models(_completions) : await ResolveModelsAsync(tasks, config, mistakes, ct);
        mistakes.AddRange(SandboxSet.Mistakes(tasks, _options));
        // What gates name can be told only where it is known whom and what the run asks.
        mistakes.AddRange(mistakes.Count == before && tasks.Count > 0 && models.Count > 0
            ? await NamedInGates.MistakesAsync(models, tasks, _options, ct) : []);
        if (mistakes.Count > 0)
        {
            throw new UsageException([.. mistakes, .. problems]);
        }

        if (problems.Count > 0)
        {
            throw new OutputException(problems);
        }

        selection = selection with { Tasks = tasks };
        var run = _resumed ?? await CreateRunAsync(selection, models, config, ct);
        if (_resumed is null && _completions.Count > 0)
        {
            run = run with { Samples = _completions.Max(completion => completion.Sample) + 1, PlannedAttempts = _completions.Count };
        }

        CheckUnchanged(run, selection.Datasets);
        CheckUnchanged(run, models);
        run = _resumed is null ? run : run with { StoppedBy = null, Settings = StoredOptions.WithBudget(run.Settings, _options.BudgetUsd) };
        // What an earlier part of the run had set aside is found again.
        Plan = new RunPlan { Run = run with { Datasets = selection.Datasets, SetAside = selection.SetAside }, Tasks = tasks,
            Models = models };
        if (_options.DryRun)
        {
            SetAsideText.Say(_terminal, Plan.Run);
        }
    }

    private async Task<Run> CreateRunAsync(TaskSelection selection, IReadOnlyList<ModelSpec> models, EvalConfig config,
        CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var id = await RunName.CreateAsync(now, models.Select(model => model.Name), _options.Out, ct);
        return RunPlanner.CreateRun(id, _options, selection, models, now, CommandLineText(), config.Routing);
    }

    /// <summary>
    /// Sets aside the tasks whose test program or reference cannot be used; where all are so, the first are mistakes of the data set.
    /// </summary>
    private static TaskSelection WithoutUnreadable(TaskSelection selection, List<string> mistakes)
    {
        var unfit = selection.Tasks.Select(task => (Task: task, Problem: TestPrograms.Problem(task)))
            .Where(task => task.Problem is not null)
            .Select(task => new RunSetAsideTask(task.Task.Dataset, task.Task.Id, task.Problem!)).ToList();
        if (unfit.Count < selection.Tasks.Count || unfit.Count == 0)
        {
            return selection.Without(unfit);
        }

        mistakes.AddRange(selection.Tasks.Select(TestPrograms.Mistake).OfType<string>());
        return selection;
    }

    private static TaskSelection WithoutQuarantined(TaskSelection selection)
    {
        if (!selection.Tasks.OfType<IssueTask>().Any())
        {
            return selection;
        }

        var quarantine = Quarantine.Read(Quarantine.DefaultFile);
        var unfit = selection.Tasks.Where(task => quarantine.ReasonOf(task) is not null)
            .Select(task => new RunSetAsideTask(task.Dataset, task.Id, $"'datasets check' found that {quarantine.ReasonOf(task)}"))
            .ToList();
        return unfit.Count < selection.Tasks.Count
            ? selection.Without(unfit)
            : throw new UsageException($"All tasks are set aside by 'datasets check' (the first, {unfit[0].TaskId}: {unfit[0].Reason}); "
            + $"see {Quarantine.DefaultFile}.");
    }

    /// <summary>
    /// Lets the data sets' own solutions be scored before anything is asked; nothing is run twice for it under the same circumstances.
    /// </summary>
    private async Task SetAsideUnfitAsync(IReadOnlyList<IScorer> scorers, bool quiet, CancellationToken ct)
    {
        var check = _options.Check
            ? new ReferenceCheck(scorers.OfType<FunctionScorer>().ToList(), FitnessCache.Read(PublicDataset.Folder, _terminal.SayWarning),
                2 * MaxSandboxes)
            : null;
        Plan = await new PlanFitness(_terminal, quiet).ApplyAsync(Plan, check, _resumed?.SetAside ?? [], ct);
        var tasks = Plan.Tasks.Select(task => task.Id).ToHashSet();
        _completions = _completions.Where(completion => tasks.Contains(completion.TaskId)).ToList();
        CountAttempts();
    }

    private void CountAttempts()
    {
        var tasks = Plan.Tasks.Select(task => task.Id).ToHashSet();
        var attempts = _options.IsGrading
            ? _completions.Count(completion => tasks.Contains(completion.TaskId))
            : Plan.Tasks.Count * Plan.Run.Models.Count * Plan.Run.Samples;
        Plan = Plan with { Run = Plan.Run with { PlannedAttempts = attempts } };
    }

    private int Planned(ModelSpec model) =>
        _completions.Count > 0 ? _completions.Count(completion => completion.Model == model.Name) : Plan.Tasks.Count * Plan.Run.Samples;

    private async Task<IReadOnlyList<ModelSpec>> ResolveModelsAsync(
        IReadOnlyList<EvalTask> tasks, EvalConfig config, List<string> mistakes, CancellationToken ct)
    {
        SimulatedSource? simulated = null;
        if (ModelResolver.NeedsSimulated(_options.Models))
        {
            var server = await SimulatedServer.StartAsync(
                new SimulatedServerOptions
                {
                    Tasks = tasks.OfType<FunctionTask>().ToList(),
                    UserMessage = PromptBuilder.UserMessage,
                    Issues = tasks.OfType<IssueTask>().ToList(),
                    Seed = unchecked((ulong)(_options.Seed ?? 1)),
                },
                ct);
            _opened.Push(server);
            simulated = SimulatedProvider.At(server.BaseUrl);
        }

        var resolved = ModelResolver.Resolve(_options, config, simulated, Environment.GetEnvironmentVariable);
        var models = resolved.Models;
        mistakes.AddRange(resolved.Mistakes);
        foreach (var warning in resolved.Warnings)
        {
            _terminal.SayWarning(warning);
        }

        mistakes.AddRange(PolicyTasks.Mistakes(models, tasks, _options));
        foreach (var (policy, service) in models.SelectMany(model => model.Source is PolicySource policy
            ? policy.Webhooks.Select(service => (model.Name, service)) : []))
        {
            // A policy file may come from somebody else.
            _terminal.SayWarning(
                $"{policy}: {service.GetLeftPart(UriPartial.Path)} verifies answers, so it gets prompts and answers of this run.");
        }

        return models;
    }

    private static void CheckUnchanged(Run run, IReadOnlyList<RunDataset> datasets)
    {
        foreach (var dataset in run.Datasets)
        {
            if (datasets.FirstOrDefault(now => now.Name == dataset.Name)?.Hash != dataset.Hash)
            {
                throw new UsageException($"The data set {dataset.Name} is not what it was when run {run.Id} started; start a new run.");
            }
        }
    }

    /// <summary>Half of the attempts by another policy would be no run of either.</summary>
    private static void CheckUnchanged(Run run, IReadOnlyList<ModelSpec> models)
    {
        foreach (var model in models)
        {
            if (model.Source is PolicySource policy
                && !(run.Models.FirstOrDefault(earlier => earlier.Name == model.Name)?.PolicyFollowed is { } earlier
                    && RunPolicy.AreSame(earlier.Definition, RunPolicy.Read(policy.Definition))))
            {
                throw new UsageException($"{policy.Typed} is not the policy it was when run {run.Id} started; start a new run.");
            }
        }
    }

    private async Task<IRunStore> OpenStoreAsync()
    {
        var store = await RunStore.OpenAsync(_options.Out, _time, CancellationToken.None);
        _opened.Push(store);
        _opened.Push(await store.AcquireRunLockAsync(Plan.Run.Id, CancellationToken.None));
        await (_resumed is null ? store.CreateRunAsync(Plan.Run, CancellationToken.None)
            : store.UpdateRunAsync(Plan.Run, CancellationToken.None));

        return store;
    }

    private static async Task ShowAsync(Task work, RunProgress progress, Func<RunProgress, Task, Task>? show, Interruption interruption)
    {
        if (show is not null)
        {
            await show(progress, work);
        }

        try
        {
            await work;
        }
        catch (OperationCanceledException) when (interruption.Abort.IsCancellationRequested)
        {
            // What was answered is kept.
        }
    }

    private async Task SayUseAsync()
    {
        try
        {
            if (_sandboxes!.Issues is { } issues && await issues.DescribeUseAsync(CancellationToken.None) is { } use)
            {
                _terminal.Say(use);
            }
        }
        catch (SandboxUnavailableException)
        {
            // An engine that has gone by now takes a figure, not the results.
        }
    }

    private void SayWhatIsRun(IReadOnlyList<ISandbox> sandboxes, int done)
    {
        _terminal.Say($"run {Plan.Run.Id}: {Format.Count(Plan.Tasks.Count, "task")} × {Format.Count(Plan.Models.Count, "model")}"
            + (Plan.Run.Samples > 1 ? $" × {Plan.Run.Samples} samples" : "")
            + (done > 0 ? $", {done} done before" : "")
            + $"; sandbox {string.Join(", ", sandboxes.Select(sandbox => $"{sandbox.Name} ({sandbox.Isolation.ToString().ToLowerInvariant()})")
                .Concat(_sandboxes!.Issues is null ? [] : ["docker (container)"]).Distinct())}");
        if (_options.BudgetUsd is not null && _options.Replay is null && _completions.Count == 0
            && Budget.Caveat(Plan.Models) is { } caveat)
        {
            _terminal.SayWarning(caveat);
        }

        if (sandboxes.Any(sandbox => sandbox.Isolation == IsolationLevel.Process))
        {
            _terminal.SayWarning("reduced isolation: answers run in plain processes that can read and write what this user can. "
                + "Install bubblewrap (Debian: apt-get install bubblewrap); 'doctor' shows what is not contained.");
        }
    }

    private static string CommandLineText() =>
        string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
            .Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
}
