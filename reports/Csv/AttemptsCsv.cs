using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Csv;

/// <summary>
/// Writes <c>attempts.csv</c>: one row per attempt, ordered by key. Metrics without a column of their own follow as <c>metric:NAME</c>.
/// </summary>
public sealed class AttemptsCsv : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "attempts.csv";

    private static readonly (string Name, Func<Attempt, string> Cell)[] Columns =
    [
        ("run_id", a => CsvCells.Text(a.RunId)),
        ("dataset", a => CsvCells.Text(a.Key.Dataset)),
        ("task_id", a => CsvCells.Text(a.Key.TaskId)),
        ("class", a => CsvCells.Text(a.Class)),
        ("difficulty", a => CsvCells.Text(a.Difficulty)),
        ("language", a => CsvCells.Text(a.Language)),
        ("provider", a => CsvCells.Text(a.Provider)),
        ("model", a => CsvCells.Text(a.Key.Model)),
        ("served_model", a => CsvCells.Text(a.ServedModel)),
        ("sample", a => CsvCells.Number(a.Key.Sample)),
        ("sandbox", a => CsvCells.Text(a.Sandbox)),
        ("isolation", a => CsvCells.Text(a.Isolation)),
        ("verdict", a => a.Verdict.Name()),
        ("passed", a => CsvCells.Flag(a.Passed)),
        ("finish_reason", a => CsvCells.Text(a.FinishReason)),
        ("ttft_ms", a => CsvCells.Milliseconds(a.Timing?.FirstContent)),
        ("ttfr_ms", a => CsvCells.Milliseconds(a.Timing?.FirstToken)),
        ("latency_ms", a => CsvCells.Milliseconds(a.Timing?.Total)),
        ("tpot_ms", a => CsvCells.Milliseconds(AttemptTimes.PerOutputToken(a))),
        ("queue_ms", a => CsvCells.Milliseconds(a.Timing?.Queued)),
        ("execution_ms", a => CsvCells.Milliseconds(a.Execution)),
        ("input_tokens", a => CsvCells.Number(a.Usage.InputTokens)),
        ("cached_tokens", a => CsvCells.Number(a.Usage.CachedInputTokens)),
        ("output_tokens", a => CsvCells.Number(a.Usage.OutputTokens)),
        ("reasoning_tokens", a => CsvCells.Number(a.Usage.ReasoningTokens)),
        ("cost_usd", a => CsvCells.Money(a.CostUsd)),
        ("retries", a => CsvCells.Number(a.Retries)),
    ];

    /// <summary>What stands behind the signals that have a column of their own.</summary>
    private static readonly (string Name, Func<Attempt, string> Cell)[] LaterColumns =
    [
        ("error", a => CsvCells.Text(a.Error)),
        ("verdict_origin", a => CsvCells.Text(a.VerdictOrigin?.Name)),
        ("guess_probability", a => CsvCells.Probability(a.VerdictOrigin?.GuessProbability)),
        ("patch_flags", a => CsvCells.Text(a.PatchFlags)),
    ];

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        var signals = input.Summary.Metrics.Signals;
        var others = input.Attempts.SelectMany(attempt => attempt.Metrics.Keys).Distinct(StringComparer.Ordinal)
            .Except(signals.Select(signal => signal.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Signal.Own);
        return CsvFile.WriteAsync(output, FileName,
            csv => CsvFile.WriteRowsAsync(csv, input.Attempts,
            [.. Columns, .. signals.Select(Column), .. LaterColumns, .. others.Select(Column)], ct));
    }

    private static (string Name, Func<Attempt, string> Cell) Column(Signal signal) =>
        (CsvCells.Text(signal.Column), attempt => attempt.Metrics.TryGetValue(signal.Name, out var value) ? CsvCells.Number(value) : "");
}
