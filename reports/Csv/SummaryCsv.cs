using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Reports.Csv;

/// <summary>Writes <c>summary.csv</c>: one row per data set or <c>all</c>, class or <c>all</c>, and model.</summary>
public sealed class SummaryCsv : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "summary.csv";

    private static readonly (string Name, Func<SummaryRow, string> Cell)[] Columns =
    [
        ("dataset", r => CsvCells.Text(r.Dataset)),
        ("class", r => CsvCells.Text(r.Class)),
        ("model", r => CsvCells.Text(r.Model)),
        ("tasks", r => CsvCells.Number(r.Tasks)),
        ("attempts", r => CsvCells.Number(r.Attempts)),
        ("passed", r => CsvCells.Number(r.Passed)),
        ("pass_at_1", r => CsvCells.Rate(r.PassAt1?.Value)),
        ("pass_at_1_low", r => CsvCells.Rate(r.PassAt1?.Low)),
        ("pass_at_1_high", r => CsvCells.Rate(r.PassAt1?.High)),
        ("pass_at_k", r => CsvCells.Rate(r.PassAtK?.Value)),
        ("k", r => CsvCells.Number(r.K)),
        ("infra_errors", r => CsvCells.Number(r.InfrastructureErrors)),
        ("availability", r => CsvCells.Rate(r.Availability?.Value)),
        ("ttft_p50_ms", r => CsvCells.Milliseconds(r.TtftP50Ms?.Value)),
        ("ttft_p90_ms", r => CsvCells.Milliseconds(r.TtftP90Ms?.Value)),
        ("ttft_p99_ms", r => CsvCells.Milliseconds(r.TtftP99Ms?.Value)),
        ("latency_p50_ms", r => CsvCells.Milliseconds(r.LatencyP50Ms?.Value)),
        ("latency_p90_ms", r => CsvCells.Milliseconds(r.LatencyP90Ms?.Value)),
        ("output_tokens_per_s", r => CsvCells.Rate(r.OutputTokensPerSecond)),
        ("input_tokens", r => CsvCells.Number(r.InputTokens)),
        ("output_tokens", r => CsvCells.Number(r.OutputTokens)),
        ("cost_usd", r => CsvCells.Money(r.CostUsd)),
        ("cost_per_task_usd", r => CsvCells.Number(r.CostPerTaskUsd?.Value)),
        ("cost_per_solved_usd", r => CsvCells.Number(r.CostPerSolvedUsd?.Value)),
        ("hallucination_rate", r => CsvCells.Rate(r.HallucinationRate)),
        ("constraint_rate", r => CsvCells.Rate(r.ConstraintRate)),
        ("style_score", r => CsvCells.Rate(r.StyleScore)),
    ];

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        CsvFile.WriteAsync(output, FileName, csv => CsvFile.WriteRowsAsync(csv, input.Summary.Rows, Columns, ct));
}
