using Eval.Results;
using Eval.Results.Formatting;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Reports.Csv;

/// <summary>
/// Writes <c>routing.csv</c>: one row per policy considered. Rows of role <c>considered</c> have in-sample numbers only, which say nothing
/// by themselves;
/// those of role <c>searched</c> are scored on tasks they were not chosen on.
/// </summary>
public sealed class RoutingCsv : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "routing.csv";

    private static readonly (string Name, Func<PolicyRow, string> Cell)[] Measured =
    [
        ("policy", r => CsvCells.Text(r.Policy.ToString())),
        ("name", r => CsvCells.Text(r.Name)),
        ("role", r => PolicyNames.From(r.Role)),
        ("family", r => PolicyNames.From(r.Family)),
        ("models", r => CsvCells.Text(string.Join(' ', r.Policy.Models))),
        ("quality", r => CsvCells.Rate(r.Metrics?.Quality.Value)),
        ("quality_low", r => CsvCells.Rate(r.Metrics?.Quality.Low)),
        ("quality_high", r => CsvCells.Rate(r.Metrics?.Quality.High)),
        ("cost_per_task_usd", r => CsvCells.Number(r.Metrics?.CostPerTaskUsd?.Value)),
        ("cost_per_task_usd_low", r => CsvCells.Number(Finite(r.Metrics?.CostPerTaskUsd?.Low))),
        ("cost_per_task_usd_high", r => CsvCells.Number(Finite(r.Metrics?.CostPerTaskUsd?.High))),
        ("cost_per_solved_usd", r => CsvCells.Number(r.CostPerSolvedUsd)),
        ("savings", r => CsvCells.Rate(r.Savings?.Value)),
        ("savings_low", r => CsvCells.Rate(Finite(r.Savings?.Low))),
        ("savings_high", r => CsvCells.Rate(Finite(r.Savings?.High))),
        ("savings_over_single", r => CsvCells.Rate(r.SavingsOverSingle?.Value)),
        ("savings_over_single_low", r => CsvCells.Rate(Finite(r.SavingsOverSingle?.Low))),
        ("savings_over_single_high", r => CsvCells.Rate(Finite(r.SavingsOverSingle?.High))),
        ("quality_difference", r => CsvCells.Rate(r.QualityDifference?.Value)),
        ("quality_difference_low", r => CsvCells.Rate(Finite(r.QualityDifference?.Low))),
        ("quality_difference_high", r => CsvCells.Rate(Finite(r.QualityDifference?.High))),
        ("verdict", r => r.Verdict is { } verdict ? PolicyNames.From(verdict) : ""),
        ("latency_p50_ms", r => CsvCells.Milliseconds(r.Metrics?.LatencyP50Ms?.Value)),
        ("latency_p90_ms", r => CsvCells.Milliseconds(r.Metrics?.LatencyP90Ms?.Value)),
        ("ttft_p50_ms", r => CsvCells.Milliseconds(r.Metrics?.TtftP50Ms?.Value)),
        ("ttft_p90_ms", r => CsvCells.Milliseconds(r.Metrics?.TtftP90Ms?.Value)),
        ("availability", r => CsvCells.Rate(r.Metrics?.Availability.Value)),
        ("escalation_rate", r => CsvCells.Rate(r.Metrics?.EscalationRate)),
        ("in_sample_quality", r => CsvCells.Rate(r.InSampleQuality)),
        ("in_sample_cost_usd", r => CsvCells.Number(r.InSampleCostUsd)),
        ("optimism", r => CsvCells.Rate(r.Optimism)),
        ("times_chosen", r => CsvCells.Number(r.TimesChosen)),
        ("folds", r => CsvCells.Number(r.Folds)),
    ];

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        input.Routing is { } routing ? WriteAsync(routing, output, ct) : Task.CompletedTask;

    /// <summary>Writes the file of a search.</summary>
    public static Task WriteAsync(RoutingResult routing, DirectoryInfo output, CancellationToken ct) => CsvFile.WriteAsync(
        output, FileName, csv => CsvFile.WriteRowsAsync(csv, routing.Rows.Concat(routing.Considered),
            [.. Measured, ("recommended", r => CsvCells.Flag(r == routing.Recommended))], ct));

    /// <summary>An end that is not bounded is not known.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
