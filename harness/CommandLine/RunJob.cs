using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Html;
using Eval.Reports.Markdown;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.CommandLine;

/// <summary>A run from its options to its exit code: makes it, asks once more about alarms, prints what was found.</summary>
internal sealed class RunJob(Terminal terminal, TimeProvider time)
{
    private const int MaxReasons = 5;

    /// <summary>Makes a run that is ready, and closes it.</summary>
    /// <returns>How it ended, and the exit code.</returns>
    public async Task<(RunOutcome Outcome, int Code)> RunAsync(PreparedRun prepared, RunOptions options, CancellationToken ct)
    {
        using var interruption = new Interruption(terminal.Say);
        var outcome = await ExecuteAsync(prepared, options, interruption);

        // Before anything is asked again its sandboxes and the run are let go.
        await prepared.DisposeAsync();
        if (options.Baseline is not null && options.Confirm && !outcome.IsInterrupted
            && Suspects(outcome.Results) is { Count: > 0 } suspects)
        {
            outcome = await AskAgainAsync(outcome,
                [.. prepared.Plan.Models.Where(model => suspects.Contains(model.Name))
                .Select(model => model.Source is PolicySource policy ? policy.Typed : model.Name)], options, interruption, ct);
        }

        SetAsideText.PrintUnfit(terminal, outcome.Results.Run);
        SummaryTable.Print(terminal, outcome.Results);
        SetAsideText.Print(terminal, outcome.Results.Run);
        PrintFindings(outcome.Results);
        GateTable.Print(terminal, outcome.Results.Gates ?? []);
        var isWritten = GateOutputs.Write(terminal, outcome.Results, options.JUnit);
        terminal.Print(options.Report
            ? $"report: {Path.Combine(outcome.Folder, HtmlReport.FileName)}"
            : $"data: {outcome.Folder}; for the report: 'report {outcome.RunArguments}'");
        var code = CodeOf(options, outcome) is var found && found == ExitCode.Done && !isWritten ? ExitCode.Infrastructure : found;
        if (options.Json)
        {
            await terminal.RawOutput.WriteLineAsync(JsonSummary.Create(outcome, code));
        }

        return (outcome, code);
    }

    private Task<RunOutcome> ExecuteAsync(PreparedRun prepared, RunOptions options, Interruption interruption) =>
        new RunExecution(prepared, terminal, time).RunAsync(options.Quiet ? null : ShowAsync, interruption.Stop, interruption.Abort);

    private Task ShowAsync(RunProgress progress, Task work) => new ProgressDisplay(terminal, progress, time).ShowUntilAsync(work);

    /// <summary>Models that seem to have become worse and have not been asked again.</summary>
    private static List<string> Suspects(ReportInput results) => (results.Drift?.Findings ?? [])
        .Where(finding => finding is { Kind: DriftKind.Regression, IsAlarm: true, Confirmation: null })
        .Select(finding => finding.Model).Distinct(StringComparer.Ordinal).ToList();

    private async Task<RunOutcome> AskAgainAsync(RunOutcome outcome, List<string> suspects, RunOptions options, Interruption interruption,
        CancellationToken ct)
    {
        var left = options.BudgetUsd - outcome.Results.Attempts.Sum(attempt =>
            attempt.SpentUsd) - await SpentAskingAgainAsync(outcome.Results.Run.Id, options.Out, ct);
        if (left <= 0 || options.Replay is not null)
        {
            terminal.SayWarning($"{string.Join(", ", suspects)} cannot be asked again: "
                + $"{(options.Replay is not null ? "replies are replayed" : "the budget is used up")}; the alarm stands as it is.");
            return outcome;
        }

        terminal.Say($"{string.Join(", ", suspects)} seem{(suspects.Count == 1 ? "s" : "")} to have become worse and "
            + $"{(suspects.Count == 1 ? "is" : "are")} asked once more");
        var again = options with
        {
            Models = suspects, Confirms = outcome.Results.Run.Id, Resume = null, Rescore = false, BudgetUsd = left, Cache = false,
                Baseline = null, Gates = [], FailUnder = new Dictionary<string, double>(), NewBaseline = false,
        };
        try
        {
            await using var prepared = await new RunSetup(again, null, terminal, time).PrepareAsync([], ct);
            await ExecuteAsync(prepared, options, interruption);
        }
        catch (Exception e) when (Failure.From(e) is { } failure)
        {
            // What was paid for is told all the same.
            terminal.SayWarning($"they could not be asked again, and the alarm stands as it is: {string.Join(' ', failure.Sentences)}");
            return outcome;
        }

        await using var store = await RunStore.OpenReadOnlyAsync(options.Out, ct);
        return outcome with { Results = await ReportFiles.WriteAsync(store, outcome.Results.Run.Id, outcome.Folder, options.Report, ct) };
    }

    /// <summary>What was spent by asking again before a kill.</summary>
    private static async Task<decimal> SpentAskingAgainAsync(string runId, string folder, CancellationToken ct)
    {
        await using var store = await RunStore.OpenReadOnlyAsync(folder, ct);
        var spent = 0m;
        foreach (var again in (await store.ListRunsAsync(ct))
            .Where(run => run.Settings.Confirms == runId))
        {
            spent += (await StoredProgress.ReadAsync(store, again.Id, rescore: false, ct)).SpentUsd;
        }

        return spent;
    }

    private void PrintFindings(ReportInput results)
    {
        foreach (var (_, isAlarm, sentence) in MarkdownSummary.Sentences(results with { Gates = null }))
        {
            terminal.PrintLine($"{(isAlarm ? "ALARM" : "note")}: {sentence}");
        }

        foreach (var note in results.Run.Settings.Baseline is not null ? results.Drift?.Notes ?? [] : [])
        {
            terminal.PrintLine($"note: {note}");
        }
    }

    private int CodeOf(RunOptions options, RunOutcome outcome)
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

        SayBudget(options, outcome);

        var attempts = outcome.Results.Attempts.Where(attempt => attempt.Verdict != Verdict.Skipped).ToList();
        var errors = attempts.Count(attempt => attempt.Verdict.IsInfrastructureError());
        if (outcome.RefusedModels.Count > 0 || outcome.Results.Summary.IsInvalid || errors > options.MaxInfraErrors * attempts.Count)
        {
            if (errors > 0)
            {
                terminal.SayMistakes([$"{errors} of {attempts.Count} attempts failed for reasons of infrastructure; to try them again: "
                    + $"{outcome.ResumeCommand}", .. Reasons(attempts)]);
            }

            return ExitCode.Infrastructure;
        }

        var isBelow = IsBelowFloor(options, outcome.Results);
        return isBelow || HasFailedGate(outcome.Results) || HasRegression(options, outcome.Results) ? ExitCode.GateFailed
            : outcome.BudgetRefused is not null ? ExitCode.BudgetEnded
            : ExitCode.Done;
    }

    private void SayBudget(RunOptions options, RunOutcome outcome)
    {
        if (outcome.BudgetRefused is not var (model, maxUsd))
        {
            return;
        }

        var leftOut = outcome.Results.Run.Models.Select(other => (other.Name, Coverage: PlanCoverage.From(outcome.Results, other.Name)))
            .Where(other => other.Coverage.LeftOut > 0)
            .Select(other => $"{other.Name} {other.Coverage.LeftOut} of {other.Coverage.Planned}");
        terminal.SayWarning($"the budget of {Format.Usd(options.BudgetUsd)} ended the run: {Format.Usd(outcome.SpentUsd)} are spent, the "
            + $"next call of {model} might have cost "
            + $"{Format.Usd(maxUsd)}, and planned attempts were left out ({string.Join(", ", leftOut)}); to go on: {outcome.ResumeCommand} "
            + "--budget-usd MORE");
    }

    private static bool HasFailedGate(ReportInput results) => results.Gates?.Any(gate => !gate.IsPassed) == true;

    private static bool HasRegression(RunOptions options, ReportInput results) =>
        options.Baseline is not null && results.Drift?.Findings.Any(finding => finding is { Kind: DriftKind.Regression, IsAlarm: true })
            == true;

    /// <summary>What the infrastructure failed for, the most frequent first.</summary>
    private static IEnumerable<string> Reasons(IEnumerable<Attempt> attempts) => attempts
        .Where(attempt => attempt.Verdict.IsInfrastructureError())
        .GroupBy(attempt => (attempt.Key.Model, attempt.Error))
        .OrderByDescending(group => group.Count())
        .Take(MaxReasons)
        .Select(group => $"{group.Key.Model}, {group.Count()} times: {group.Key.Error ?? "no reason is known"}");

    private bool IsBelowFloor(RunOptions options, ReportInput results)
    {
        var isBelow = false;
        foreach (var (model, floor) in options.FailUnder)
        {
            var known = new GateKnowledge(PlanCoverage.From(results, model));
            var rate = results.Summary.Rows.FirstOrDefault(row => row.Model == model)?.PassAt1 is { } seen
                ? known.Worst(seen, isFloor: true).Value : (double?)null;
            if (known.Lack(countsFailedCalls: false) is { } lack)
            {
                terminal.SayMistakes([$"gate: pass@1 of {model} is not known: {lack}."]);
                isBelow = true;
            }
            else if (rate is null || rate < floor)
            {
                terminal.SayMistakes([$"gate: pass@1 of {model} is {Format.Percent(rate)}{known.Remark}, below {Format.Percent(floor)}."]);
                isBelow = true;
            }
        }

        return isBelow;
    }
}
