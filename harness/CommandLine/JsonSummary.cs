using System.Text.Json;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Harness.CommandLine;

/// <summary>The machine-readable last line of <c>run --json</c>.</summary>
internal static class JsonSummary
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Of(RunOutcome outcome, int exitCode) => JsonSerializer.Serialize(
        new
        {
            RunId = outcome.Results.Run.Id,
            outcome.Folder,
            ExitCode = exitCode,
            IsSimulated = outcome.Results.Run.IsSimulated,
            outcome.Results.Run.PlannedAttempts,
            MadeAttempts = outcome.Results.Attempts.Count(attempt => attempt.Verdict != Verdict.Skipped),
            StoppedBy = outcome.Results.Run.StoppedBy is { } why ? JsonNamingPolicy.SnakeCaseLower.ConvertName(why.ToString()) : null,
            outcome.SpentUsd,
            IsInvalid = outcome.Results.Summary.IsInvalid,
            SetAside = outcome.Results.Run.SetAside.Select(task => new { task.Dataset, task.TaskId, task.Reason }),
            Findings = (outcome.Results.Drift?.Findings ?? []).Select(finding => new
            {
                finding.Model,
                Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()),
                finding.IsAlarm,
                finding.Confirmation?.IsConfirmed,
                finding.Sentence,
            }),
            Gates = (outcome.Results.Gates ?? []).Select(gate => new { Gate = gate.Gate.ToString(), gate.Model, gate.IsPassed, gate.Reason }),
            Models = outcome.Results.Run.Models.Select(model => outcome.Results.Summary.Overall(model)).Select(row => new
            {
                row.Model,
                PlanCoverage.From(outcome.Results, row.Model).Planned,
                row.Attempts,
                row.Passed,
                PassAt1 = row.PassAt1?.Value,
                PassAt1Low = row.PassAt1?.Low,
                PassAt1High = row.PassAt1?.High,
                Availability = row.Availability?.Value,
                TtftP50Ms = row.TtftP50Ms?.Value,
                row.CostUsd,
                CostPerSolvedUsd = row.CostPerSolvedUsd?.Value,
            }),
        },
        Format);
}
