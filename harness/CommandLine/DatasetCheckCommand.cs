using System.CommandLine;
using Eval.Datasets;
using Eval.Harness.Console;
using Eval.Harness.Fitness;
using Eval.Harness.Issues;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Harness.CommandLine;

/// <summary>Checks data sets against themselves: function tasks by their references, issue tasks by their known patches.</summary>
internal sealed class DatasetCheckCommand(Terminal terminal)
{
    private readonly Argument<string> _dataset = new("DATASET") { Description = "Name, file or folder." };
    private readonly Option<string[]> _tasks = new("--tasks", "-k")
    {
        HelpName = "GLOB,…", Description = "Only tasks whose id matches a pattern with * and ?.", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _times = new("--times")
    {
        HelpName = "N", Description = "How often each is tried; two is the least that shows a flaky one.", DefaultValueFactory = _ =>
            IssueCheck.DefaultTimes,
    };

    private readonly Option<string?> _sandbox = new("--sandbox")
    {
        HelpName = "KIND",
        Description = "Where references of function tasks run: auto (C# in roslyn, everything else in docker), roslyn or docker. "
            + "Default: auto.",
    };

    private readonly Option<double?> _timeout = new("--timeout")
    {
        HelpName = "SECONDS", Description = "Processor seconds for a reference of a function task. Default: 5.",
    };

    private readonly Option<string?> _repositories = new("--repositories")
    {
        HelpName = "PLACE",
        Description = "A folder of git mirrors or bundles, or the address of a git server. Default: EVAL_REPOSITORIES, else "
            + "https://github.com.",
    };

    private readonly Option<double?> _testTimeout = new("--test-timeout")
    {
        HelpName = "SECONDS", Description = "Time for the tests of an issue task. Default: 1800.",
    };

    private readonly Option<int?> _atOnce = new("--max-sandboxes")
    {
        HelpName = "N", Description = "Tasks that are checked at once. Default: the number of processors.",
    };

    public Command Create()
    {
        var check = new Verb(
            "check",
            $"Check tasks against themselves, {IssueCheck.DefaultTimes} times: the reference of a function task must pass; the known patch "
                + "must resolve an issue "
            + "and no patch must not. What does not hold is listed by name and reason. Runs set such function tasks aside by themselves; "
            + "issue tasks are left out "
            + "of runs on this machine until they pass.",
            "Examples:\n"
            + "  datasets check csharp\n"
            + "  datasets check HumanEvalPlus.jsonl.gz --timeout 10\n"
            + "  datasets check issues\n"
            + "  datasets check swe-bench-lite.jsonl --repositories ./mirrors --tasks \"pallets*\"\n\n"
            + "Exit codes: 0 all fit, 1 some set aside, 2 wrong usage or data set, 3 no engine or the sandbox failed.")
        {
            _dataset, _tasks, _times, _sandbox, _timeout, _repositories, _testTimeout, _atOnce,
        };
        check.SetAction((parsed, ct) =>
            CheckAsync(parsed.GetValue(_dataset)!, DatasetsCommand.Split(parsed.GetValue(_tasks)), parsed.GetValue(_times), Options(parsed),
                ct));
        return check;
    }

    private RunOptions Options(ParseResult parsed)
    {
        NeedMoreThanZero(_times.Name, parsed.GetValue(_times));
        NeedMoreThanZero(_timeout.Name, parsed.GetValue(_timeout));
        NeedMoreThanZero(_testTimeout.Name, parsed.GetValue(_testTimeout));
        NeedMoreThanZero(_atOnce.Name, parsed.GetValue(_atOnce));

        var defaults = RunOptions.FromEnvironment(Environment.GetEnvironmentVariable);
        var sandbox = parsed.GetValue(_sandbox) ?? defaults.Sandbox;
        return sandbox is not ("auto" or "roslyn" or "docker")
            ? throw new UsageException($"--sandbox {sandbox}: choose auto, roslyn or docker.")
            : defaults with
            {
                Sandbox = sandbox,
                TimeoutSeconds = parsed.GetValue(_timeout) ?? defaults.TimeoutSeconds,
                Repositories = parsed.GetValue(_repositories) ?? defaults.Repositories,
                TestTimeoutSeconds = parsed.GetValue(_testTimeout) ?? defaults.TestTimeoutSeconds,
                MaxSandboxes = parsed.GetValue(_atOnce),
            };
    }

    private static void NeedMoreThanZero(string option, double? value)
    {
        if (value <= 0)
        {
            throw new UsageException(FormattableString.Invariant($"{option} is {value}; it must be more than 0."));
        }
    }

    private async Task<int> CheckAsync(string name, List<string> patterns, int times, RunOptions options, CancellationToken ct)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
        var (issues, functions) = (new List<IssueTask>(), new List<FunctionTask>());
        await foreach (var task in new TaskFilter { Ids = patterns }.Apply(dataset.ReadAsync(ct), ct))
        {
            issues.AddRange(task is IssueTask issue ? [issue] : []);
            functions.AddRange(task is FunctionTask function ? [function] : []);
        }

        var unread = dataset.SetAside.Where(task => patterns.Count == 0 || TaskFilter.Matches(patterns, task.TaskId)).ToList();
        if (issues.Count + functions.Count + unread.Count == 0)
        {
            throw new UsageException($"{name}: no task is left to check; 'datasets show {name}' lists them.");
        }

        if (SandboxSet.Mistakes(functions, options.Sandboxes).ToList() is { Count: > 0 } mistakes)
        {
            throw new UsageException(mistakes);
        }

        using var interruption = new Interruption(_ => terminal.Say("stopping: what was checked is kept."));
        var stop = interruption.Stop;
        var code = functions.Count + unread.Count > 0
            ? await CheckFunctionsAsync(dataset.Name, functions, unread, times, options, stop) : ExitCode.Done;
        return issues.Count > 0 && !stop.IsCancellationRequested
            ? Math.Max(code, await CheckIssuesAsync(issues, times, options, stop, ct)) : code;
    }

    private async Task<int> CheckFunctionsAsync(
        string dataset, List<FunctionTask> tasks, List<SetAsideTask> unread, int times, RunOptions options, CancellationToken stop)
    {
        var clock = TimeProvider.System.GetTimestamp();
        var unreadable = tasks.ToLookup(task => TestPrograms.Problem(task) is not null);
        unread = [.. unread, .. unreadable[true].Select(task => new SetAsideTask(task.Id, TestPrograms.Problem(task)!))];
        tasks = [.. unreadable[false]];
        var processors = options.MaxSandboxes ?? Environment.ProcessorCount;
        await using var sandboxes = new SandboxSet(options.Sandboxes, options.Issues, terminal);
        sandboxes.Start(tasks, stop);
        var scorers = (await sandboxes.OpenAsync("check")).OfType<FunctionScorer>().ToList();
        var cache = FitnessCache.Read(PublicDataset.Folder, terminal.SayWarning);
        var found = await new ReferenceCheck(scorers, cache, 2 * processors, times, anew: true).RunAsync(tasks, stop);
        var unfit = unread.Concat(found.Where(task => task.Kind == FitnessKind.Unfit)
            .Select(task => new SetAsideTask(task.Task.Id, task.Reason!))).ToList();
        Print(dataset, found, unfit, found.Count + unread.Count, TimeProvider.System.GetElapsedTime(clock));
        if (found.Count < tasks.Count)
        {
            terminal.Say($"interrupted; {found.Count} of {Format.Count(tasks.Count, "task")} were checked");
            return ExitCode.Interrupted;
        }

        return found.Any(task => task.Kind == FitnessKind.SandboxFailed) ? ExitCode.Infrastructure : unfit.Count > 0
            ? ExitCode.GateFailed : ExitCode.Done;
    }

    private void Print(string dataset, IReadOnlyList<TaskFitness> found, List<SetAsideTask> unfit, int tasks, TimeSpan time)
    {
        int Count(FitnessKind kind) => found.Count(task => task.Kind == kind);
        if (new DatasetFitness(dataset, unfit.Count, tasks) is { IsUnfit: true } fitness)
        {
            terminal.PrintLine(fitness.Sentence);
        }

        foreach (var task in unfit)
        {
            terminal.PrintLine($"{task.TaskId,-44} SET ASIDE: {task.Reason}");
        }

        foreach (var task in found.Where(task => task.Kind == FitnessKind.SandboxFailed))
        {
            terminal.PrintLine($"{task.Task.Id,-44} not checked, the sandbox failed: {task.Reason}");
        }

        foreach (var task in found.Where(task => task.InsideReason is not null))
        {
            terminal.PrintLine($"{task.Task.Id,-44} assertions are decided in the answer's process: {task.InsideReason}");
        }

        terminal.PrintLine($"{dataset}: {Format.Count(tasks, "task")}, {Count(FitnessKind.Fit)} fit, {unfit.Count} set aside, "
            + $"{Count(FitnessKind.Unchecked)} without a reference to check by, {Count(FitnessKind.SandboxFailed)} not checked; "
            + FormattableString.Invariant($"{time.TotalSeconds:0.0} s"));
    }

    private async Task<int> CheckIssuesAsync(List<IssueTask> tasks, int times, RunOptions options, CancellationToken stop,
        CancellationToken ct)
    {
        await using var sandbox = await IssueSandbox.OpenAsync(options.Issues, options.Sandboxes, tasks, "check", terminal.Say, ct);
        var check = new IssueCheck(sandbox.Grader, times, options.MaxSandboxes ?? Environment.ProcessorCount);
        var results = await check.RunAsync(
            tasks,
            result => terminal.PrintLine($"{result.Task.Id,-44} known patch resolves {result.GoldResolved}/{times}, "
                + $"no patch fails as listed {result.EmptyUnresolved}/{times}, tests {result.Testing.TotalSeconds,5:0.0} s   "
                + (result.Problem is null ? $"ok, {result.Trust}" : $"SET ASIDE: {result.Problem}")),
            stop);
        Quarantine.Read(Quarantine.DefaultFile).Update(results);
        if (await sandbox.DescribeUseAsync(CancellationToken.None) is { } use)
        {
            terminal.Say(use);
        }

        if (results.Count < tasks.Count)
        {
            terminal.Say($"interrupted; {results.Count} of {Format.Count(tasks.Count, "task")} were checked");
            return ExitCode.Interrupted;
        }

        var unfit = results.Count(result => result.Problem is not null);
        terminal.Print(unfit > 0 ? $"{unfit} of {Format.Count(results.Count, "task")} set aside in {Quarantine.DefaultFile}"
            : results.Count == 1 ? "the task is fit" : $"all {results.Count} tasks are fit");
        return unfit == 0 ? ExitCode.Done : ExitCode.GateFailed;
    }
}
