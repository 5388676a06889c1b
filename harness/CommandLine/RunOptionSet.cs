using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Nightly;
using Eval.Harness.Options;

namespace Eval.Harness.CommandLine;

/// <summary>The options of <c>run</c> as the command line knows them, and the way from them to <see cref="RunOptions"/>.</summary>
internal sealed class RunOptionSet
{
    private readonly Option<string[]> _models = List("--models", "Models to ask, separated by commas: gpt-4o-mini, openrouter/qwen/qwen-2.5-coder-32b-instruct, sim/strong, policy:FILE.", "--model", "-m");
    private readonly Option<string[]> _completions = List("--completions", "Files or folders of answers (JSONL with task_id and one of completion, solution, reply; model and sample where known; or what other harnesses wrote). Several files are several models.");
    private readonly Option<string[]> _predictions = List("--predictions", "Patches to issue tasks in SWE-bench's form (JSONL, list or map with instance_id, model_name_or_path, model_patch), or gold for the tasks' own.");
    private readonly Option<string?> _repositories = new("--repositories") { HelpName = "PLACE", Description = "Where the repositories of issue tasks are: a folder of git mirrors or bundles, or the address of a git server. Default: EVAL_REPOSITORIES, else https://github.com." };
    private readonly Option<double?> _testTimeout = new("--test-timeout") { HelpName = "SECONDS", Description = "Time for the tests of an issue task. Default: 1800." };
    private readonly Option<string?> _scaffold = new("--scaffold") { HelpName = "KIND", Description = "Issue tasks: agent (one shell command a turn) or single (the issue and some files, one patch). Default: agent." };
    private readonly Option<string?> _editFormat = new("--edit-format") { HelpName = "FORM", Description = "With --scaffold single, the form of the patch: unified-diff, search-replace or whole-file. Default: unified-diff." };
    private readonly Option<int?> _maxSteps = new("--max-steps") { HelpName = "N", Description = "Issue tasks: the most calls of an attempt. Default: 50." };
    private readonly Option<decimal?> _maxCostPerAttempt = new("--max-cost-per-attempt") { HelpName = "USD", Description = "Issue tasks: no call of an attempt starts beyond this sum. Default: 3." };
    private readonly Option<double?> _attemptTimeout = new("--attempt-timeout") { HelpName = "SECONDS", Description = "Issue tasks: time for all of an agent's attempt; what has changed by then is its patch. Default: 1800." };
    private readonly Option<double?> _commandTimeout = new("--command-timeout") { HelpName = "SECONDS", Description = "Issue tasks: time for one command. Default: 60." };
    private readonly Option<string[]> _datasets = List("--datasets", "Data sets: bundled names, .jsonl(.gz) files or task folders. Default: csharp (bundled).", "--dataset");
    private readonly Option<int?> _limit = new("--limit") { HelpName = "N", Description = "Only the first N tasks of each data set." };
    private readonly Option<string[]> _tasks = List("--tasks", "Only tasks whose id matches a pattern with * and ?.", "-k");
    private readonly Option<string[]> _classes = List("--class", "Only tasks of these classes: completion, multi-constraint, library-api; issue-resolution, long-context (the bundled issues, where no data set is named).");
    private readonly Option<int?> _samples = new("--samples", "--epochs", "--repeat") { HelpName = "N", Description = "Completions per task and model, for pass@k. Default: 1." };
    private readonly Option<double?> _temperature = new("--temperature") { HelpName = "X", Description = "Sampling temperature, 0 to 2. Default: the endpoint's." };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { HelpName = "N", Description = "Most output tokens of a reply. Default: the endpoint's." };
    private readonly Option<long?> _seed = new("--seed") { HelpName = "N", Description = "Seed sent with every request (sample n gets seed + n). Default: none; 1 for sim/ models." };
    private readonly Option<string?> _sandbox = new("--sandbox") { HelpName = "KIND", Description = "Where answers run: auto (C# in roslyn, everything else in docker), roslyn or docker. Default: auto." };
    private readonly Option<string?> _assembly = new("--assembly") { HelpName = "RULE", Description = "What stands in front of a Python answer that is whole code, where the prompt is code: prompt, imports (typing, math, re, heapq, itertools) or alone. Default: prompt." };
    private readonly Option<string?> _dockerRuntime = new("--docker-runtime") { HelpName = "NAME", Description = "Container runtime, for instance runsc. Default: the engine's." };
    private readonly Option<string?> _dockerBase = new("--docker-base") { HelpName = "IMAGE", Description = "Image that sandbox images are built on. Default: what each Dockerfile names." };
    private readonly Option<int?> _answersPerContainer = new("--answers-per-container") { HelpName = "N", Description = "Answers that a container runs, each in a process of its own, before it is replaced; 1 gives each a fresh container, which costs some thirty times as much. Default: 2000." };
    private readonly Option<int?> _maxConnections = new("--max-connections") { HelpName = "N", Description = "Open calls per model. Default: adapts to the endpoint." };
    private readonly Option<int?> _maxSandboxes = new("--max-sandboxes") { HelpName = "N", Description = "Answers that run at once. Default: the number of processors." };
    private readonly Option<double?> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "Processor seconds per execution. Default: 5." };
    private readonly Option<decimal?> _budget = new("--budget-usd") { HelpName = "USD", Description = "Start no call that could take the run past this sum. Default: no limit." };
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE", Description = "Configuration file: providers, models, prices, task filter, metrics. Default: ./eval.json if there." };
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
    private readonly Option<string?> _resume = new("--resume") { HelpName = "RUN", Description = "Continue a run: its id, or latest, the newest that did not come to its end. Its own options hold; those given here override." };
    private readonly Option<bool> _rescore = new("--rescore") { Description = "With --resume: extract and judge every stored reply again. Asks nothing." };
    private readonly Option<string[]> _failUnder = List("--fail-under", "MODEL=RATE: exit code 1 when the model's pass@1 is below RATE (0 to 1).");
    private readonly Option<string?> _gates = new("--gates") { HelpName = "FILE", Description = "File with \"gates\": […], for instance eval.json. Exit code 1 when one fails." };
    private readonly Option<string[]> _gate = new("--gate") { HelpName = "GATE", Description = "A gate, for instance \"pass_at_1>=0.8 model=gpt-4o certain\"; 'gate --help' has more.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, CustomParser = result => result.Tokens.SelectMany(token => token.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray() };
    private readonly Option<string?> _junit = new("--junit") { HelpName = "FILE", Description = "Also write what the gates saw as XML of JUnit." };
    private readonly Option<string?> _baseline = new("--baseline") { HelpName = "RUN", Description = "Exit code 1 when a model has become worse than in RUN, or, with latest, than in the nights before. It is asked once more before that is said." };
    private readonly Option<bool> _noConfirm = new("--no-confirm") { Description = "With --baseline: believe an alarm without asking once more." };
    private readonly Option<bool> _newBaseline = new("--new-baseline") { Description = "From this run on, expect what it and the next ones show: a change was meant." };
    private readonly Option<string?> _confirms = new("--confirms") { HelpName = "RUN", Description = "This run asks again about an alarm of RUN.", Hidden = true };
    private readonly Option<bool> _nightly = new(StoredOptions.Nightly) { Description = "The run belongs to 'nightly'.", Hidden = true };
    private readonly Option<bool> _dryRun = new("--dry-run", "--plan") { Description = "Print how small a difference the run could show, and a forecast of tokens, cost and time. Asks nothing and needs no key." };
    private readonly Option<bool> _noCheck = new("--no-check") { Description = "Do not score the data sets' own solutions first. By default tasks whose own solution does not pass here are set aside, with the reason, and count for no model." };
    private readonly Option<bool> _cache = new("--cache") { Description = "Take replies to equal requests from earlier runs in --out. Default: off." };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Ask every request anew (the default); wins over --cache." };
    private readonly Option<string?> _record = new("--record") { HelpName = "DIR", Description = "Also write every reply into this folder." };
    private readonly Option<string?> _replay = new("--replay") { HelpName = "DIR", Description = "Take every reply from a folder made by --record. Asks nothing." };
    private readonly Option<string?> _maxInfraErrors = new("--max-infra-errors") { HelpName = "SHARE", Description = "Most infrastructure errors, as a share such as 5%, before the exit code is 3. Default: 10%." };
    private readonly Option<bool> _noReport = new("--no-report") { Description = "Only the store and the CSV files: no page, charts or routing. 'report RUN' writes them later." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, only the result." };
    private readonly Option<bool> _json = new("--json") { Description = "Last line on standard output: the result as JSON." };

    /// <summary>Adds the options of asking models.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _models, _datasets, _limit, _tasks, _classes, _samples, _temperature, _maxTokens, _seed, _sandbox, _assembly, _dockerRuntime, _dockerBase, _answersPerContainer,
            _maxConnections, _maxSandboxes, _timeout, _budget, _config, _out, _resume, _rescore, _failUnder, _gates, _gate, _junit, _baseline, _noConfirm, _newBaseline, _confirms, _nightly, _dryRun, _noCheck, _cache, _noCache, _record, _replay, _maxInfraErrors,
            _repositories, _testTimeout, _scaffold, _editFormat, _maxSteps, _maxCostPerAttempt, _attemptTimeout, _commandTimeout, _noReport, _quiet, _json,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds the options of judging what exists already.</summary>
    public void AddToGrade(Command command)
    {
        foreach (var option in new Option[]
        {
            _completions, _predictions, _datasets, _limit, _tasks, _classes, _sandbox, _assembly, _dockerRuntime, _dockerBase, _answersPerContainer, _maxSandboxes, _timeout, _config, _out,
            _resume, _rescore, _noCheck, _failUnder, _gates, _gate, _junit, _maxInfraErrors, _repositories, _testTimeout, _noReport, _quiet, _json,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds what one may wish to be different on one night.</summary>
    public void AddToNightly(Command command)
    {
        foreach (var option in new Option[] { _config, _out, _newBaseline, _noConfirm, _noCheck, _dryRun, _junit, _quiet, _json })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds every option, for reading those of a stored run.</summary>
    public void AddAllTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_completions);
        command.Options.Add(_predictions);
    }

    /// <summary>Returns the options; mistakes of values are added to <paramref name="mistakes"/>, all of them.</summary>
    public RunOptions Read(ParseResult parsed, RunOptions defaults, List<string> mistakes)
    {
        var options = defaults with
        {
            Models = ListOf(parsed, _models) ?? defaults.Models,
            Completions = ListOf(parsed, _completions) ?? defaults.Completions,
            Predictions = ListOf(parsed, _predictions) ?? defaults.Predictions,
            Repositories = Value(parsed, _repositories) ?? defaults.Repositories,
            TestTimeoutSeconds = Value(parsed, _testTimeout) ?? defaults.TestTimeoutSeconds,
            Scaffold = Value(parsed, _scaffold) ?? defaults.Scaffold,
            EditFormat = Value(parsed, _editFormat) ?? defaults.EditFormat,
            Agent = defaults.Agent with
            {
                MaxSteps = Value(parsed, _maxSteps) ?? defaults.Agent.MaxSteps,
                CostLimitUsd = Value(parsed, _maxCostPerAttempt) ?? defaults.Agent.CostLimitUsd,
                Time = Value(parsed, _attemptTimeout) is { } whole ? TimeSpan.FromSeconds(whole) : defaults.Agent.Time,
                CommandTime = Value(parsed, _commandTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Agent.CommandTime,
            },
            Datasets = ListOf(parsed, _datasets) ?? defaults.Datasets,
            Limit = Value(parsed, _limit) ?? defaults.Limit,
            Tasks = ListOf(parsed, _tasks) ?? defaults.Tasks,
            Classes = ListOf(parsed, _classes) ?? defaults.Classes,
            Samples = Value(parsed, _samples) ?? defaults.Samples,
            Temperature = Value(parsed, _temperature) ?? defaults.Temperature,
            MaxTokens = Value(parsed, _maxTokens) ?? defaults.MaxTokens,
            Seed = Value(parsed, _seed) ?? defaults.Seed,
            Sandbox = Value(parsed, _sandbox) ?? defaults.Sandbox,
            Assembly = Value(parsed, _assembly) ?? defaults.Assembly,
            DockerRuntime = Value(parsed, _dockerRuntime) ?? defaults.DockerRuntime,
            DockerBase = Value(parsed, _dockerBase) ?? defaults.DockerBase,
            AnswersPerContainer = Value(parsed, _answersPerContainer) ?? defaults.AnswersPerContainer,
            MaxConnections = Value(parsed, _maxConnections) ?? defaults.MaxConnections,
            MaxSandboxes = Value(parsed, _maxSandboxes) ?? defaults.MaxSandboxes,
            TimeoutSeconds = Value(parsed, _timeout) ?? defaults.TimeoutSeconds,
            BudgetUsd = Value(parsed, _budget) ?? defaults.BudgetUsd,
            Config = Value(parsed, _config) ?? defaults.Config,
            Out = Value(parsed, _out) ?? defaults.Out,
            Resume = Value(parsed, _resume),
            Rescore = Value(parsed, _rescore),
            FailUnder = ListOf(parsed, _failUnder) is { } gates ? FailUnder(gates, mistakes) : defaults.FailUnder,
            Gates = Gates(parsed, mistakes) ?? defaults.Gates,
            JUnit = Value(parsed, _junit) ?? defaults.JUnit,
            Baseline = Value(parsed, _baseline) ?? defaults.Baseline,
            Confirm = defaults.Confirm && !Value(parsed, _noConfirm),
            NewBaseline = Value(parsed, _newBaseline) || defaults.NewBaseline,
            Confirms = Value(parsed, _confirms) ?? defaults.Confirms,
            Nightly = Value(parsed, _nightly) || defaults.Nightly,
            DryRun = Value(parsed, _dryRun),
            Check = defaults.Check && !Value(parsed, _noCheck),
            Cache = (Value(parsed, _cache) || defaults.Cache) && !Value(parsed, _noCache),
            Record = Value(parsed, _record) ?? defaults.Record,
            Replay = Value(parsed, _replay) ?? defaults.Replay,
            MaxInfraErrors = Value(parsed, _maxInfraErrors) is { } share ? Share(share, mistakes) : defaults.MaxInfraErrors,
            Report = !Value(parsed, _noReport),
            Quiet = Value(parsed, _quiet),
            Json = Value(parsed, _json),
        };
        if (ListOf(parsed, _datasets) is null && options.Resume is null && options.Classes.Count > 0 && options.Classes.All(name => IssueTask.Classes.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            // No function task is of such a class.
            options = options with { Datasets = ["issues"] };
        }

        RunOptionsValidator.Check(options, mistakes);
        return options;
    }

    private static T? Value<T>(ParseResult parsed, Option<T> option) =>
        parsed.GetResult(option) is { Errors: var errors } && !errors.Any() ? parsed.GetValue(option) : default;

    private static string[]? ListOf(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private List<string>? Gates(ParseResult parsed, List<string> mistakes)
    {
        var (file, typed) = (Value(parsed, _gates), ListOf(parsed, _gate));
        return file is null && typed is null
            ? null
            : (file is null ? GateFile.Parse(typed!, mistakes) : GateFile.Read(file, typed ?? [], mistakes)).Select(gate => gate.ToString()).ToList();
    }

    private static Option<string[]> List(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = name switch { "--tasks" => "GLOB,…", "--class" => "CLASS,…", "--fail-under" => "MODEL=RATE,…", "--datasets" => "SET,…", "--completions" => "PATH,…", "--predictions" => "FILE,…", _ => "MODEL,…" },
        // Not AllowMultipleArgumentsPerToken: it would swallow a mistyped option behind the value.
        CustomParser = result => result.Tokens
            .SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray(),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static Dictionary<string, double> FailUnder(IReadOnlyList<string> gates, List<string> mistakes)
    {
        var floors = new Dictionary<string, double>();
        foreach (var gate in gates)
        {
            var split = gate.LastIndexOf('=');
            if (split > 0 && double.TryParse(gate[(split + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1)
            {
                floors[gate[..split]] = rate;
            }
            else
            {
                mistakes.Add($"--fail-under {gate}: write MODEL=RATE with a rate from 0 to 1, for instance gpt-4o-mini=0.8.");
            }
        }

        return floors;
    }

    private static double Share(string text, List<string> mistakes)
    {
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var share = isPercent ? number / 100 : number;
            if (share is >= 0 and <= 1)
            {
                return share;
            }
        }

        mistakes.Add($"--max-infra-errors {text}: write a share such as 5% or 0.05.");
        return 0.1;
    }
}
