using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;

namespace Eval.Reports.Csv;

/// <summary>Writes <c>summary.csv</c>: one row per data set or <c>all</c>, class or <c>all</c>, and model.</summary>
public sealed class SummaryCsv : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "summary.csv";

    /// <summary>What a row is about.</summary>
    private static readonly (string Name, Func<SummaryRow, string> Cell)[] Keys =
    [
        ("dataset", r => CsvCells.Text(r.Dataset)),
        ("class", r => CsvCells.Text(r.Class)),
        ("model", r => CsvCells.Text(r.Model)),
    ];

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        (string Name, Func<SummaryRow, string> Cell)[] columns =
            [.. Keys, .. input.Summary.Metrics.In(MetricFiles.Csv).SelectMany(Columns)];
        return CsvFile.WriteAsync(output, FileName, csv => CsvFile.WriteRowsAsync(csv, input.Summary.Rows, columns, ct));
    }

    private static IEnumerable<(string Name, Func<SummaryRow, string> Cell)> Columns(Metric metric)
    {
        yield return (
            metric.Name,
            row => metric.Exact is { } exact ? CsvCells.Money(exact(row)) : Written(metric.Unit, metric.Of(row)?.Value));
        if (metric.HasEndsInFiles)
        {
            yield return (metric.Name + "_low", row => Written(metric.Unit, metric.Of(row)?.Low));
            yield return (metric.Name + "_high", row => Written(metric.Unit, metric.Of(row)?.High));
        }
    }

    private static string Written(MetricUnit unit, double? value) => unit switch
    {
        MetricUnit.Rate or MetricUnit.Score => CsvCells.Rate(value),
        MetricUnit.Milliseconds => CsvCells.Milliseconds(value),
        _ => CsvCells.Number(value),
    };
}
