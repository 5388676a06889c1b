using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Harness.CommandLine;

/// <summary>The machine-readable last line of <c>run --json</c>.</summary>
internal static class JsonSummary
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Create(RunOutcome outcome, int exitCode) => JsonSerializer.Serialize(
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
            Gates = (outcome.Results.Gates ?? [])
                .Select(gate => new { Gate = gate.Gate.ToString(), gate.Model, gate.IsPassed, gate.Reason }),
            Models = outcome.Results.Run.Models.Select(model => Model(outcome.Results.Summary.Overall(model), outcome.Results)),
        },
        Format);

    private static JsonObject Model(SummaryRow row, ReportInput results)
    {
        var model = new JsonObject { ["model"] = row.Model, ["planned"] = PlanCoverage.From(results, row.Model).Planned };
        foreach (var metric in results.Summary.Metrics.In(MetricFiles.Json))
        {
            var (name, value) = (metric.JsonName ?? metric.Name, metric.Of(row));
            model[name] = metric.Exact is { } exact ? exact(row) : value?.Value;
            if (metric.HasEndsInFiles)
            {
                model[name + "_low"] = Finite(value?.Low);
                model[name + "_high"] = Finite(value?.High);
            }
        }

        return model;
    }

    private static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;
}
