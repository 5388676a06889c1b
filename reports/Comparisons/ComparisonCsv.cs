using CsvHelper;
using Eval.Results.Formatting;
using Eval.Results.Metrics;

namespace Eval.Reports.Comparisons;

/// <summary>Writes comparisons as a table: one line each, over all tasks first, then class by class.</summary>
public static class ComparisonCsv
{
    private static readonly (string Name, Func<ModelComparison, string> Cell)[] Columns =
    [
        ("class", c => CsvCells.Text(c.Class)),
        ("first", c => CsvCells.Text(c.First)),
        ("second", c => CsvCells.Text(c.Second)),
        ("simulated", c => CsvCells.Flag(c.IsSimulated)),
        ("tasks", c => CsvCells.Number(c.Tasks)),
        ("dropped", c => CsvCells.Number(c.Dropped)),
        ("first_pass_at_1", c => CsvCells.Rate(c.FirstRate?.Value)),
        ("second_pass_at_1", c => CsvCells.Rate(c.SecondRate?.Value)),
        ("difference", c => CsvCells.Rate(c.Difference?.Value)),
        ("difference_low", c => CsvCells.Rate(Finite(c.Difference?.Low))),
        ("difference_high", c => CsvCells.Rate(Finite(c.Difference?.High))),
        ("only_first", c => CsvCells.Number(c.Counts?.OnlyFirst)),
        ("only_second", c => CsvCells.Number(c.Counts?.OnlySecond)),
        ("test", c => c.Test),
        ("p_value", c => CsvCells.Number(c.PValue)),
        ("mid_p", c => CsvCells.Number(c.MidP)),
        ("adjusted_p", c => CsvCells.Number(c.AdjustedP)),
        ("standard_error", c => CsvCells.Rate(c.StandardError)),
        ("clusters", c => CsvCells.Number(c.Clusters)),
        ("smallest_detectable", c => CsvCells.Rate(c.SmallestDetectable)),
        ("verdict", c => Name(c.Verdict)),
    ];

    /// <summary>Writes the table.</summary>
    public static Task WriteAsync(Comparison comparison, TextWriter text, CancellationToken ct) =>
        WriteAsync(comparison, text, MetricCatalog.Default, ct);

    /// <summary>Writes the table with the metrics of a catalogue.</summary>
    public static async Task WriteAsync(Comparison comparison, TextWriter text, MetricCatalog metrics, CancellationToken ct)
    {
        await using var csv = new CsvWriter(text, CsvFile.Configuration(), leaveOpen: true);
        await CsvFile.WriteRowsAsync(csv, comparison.Overall.Concat(comparison.ByClass),
            [.. Columns, .. metrics.Compared.SelectMany(OfMetric)], ct);
    }

    /// <summary>Returns a verdict's name in files.</summary>
    public static string Name(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.FirstBetter => "first_better",
        ComparisonVerdict.SecondBetter => "second_better",
        ComparisonVerdict.NotDistinguishable => "not_distinguishable",
        _ => "too_few_tasks",
    };

    private static IEnumerable<(string Name, Func<ModelComparison, string> Cell)> OfMetric(Metric metric)
    {
        MetricComparison? Of(ModelComparison comparison) => comparison.Metrics.FirstOrDefault(one => one.Metric == metric);
        yield return ($"first_{metric.Name}", c => CsvCells.Number(Of(c)?.First));
        yield return ($"second_{metric.Name}", c => CsvCells.Number(Of(c)?.Second));
        yield return ($"{metric.Name}_ratio", c => CsvCells.Rate(Of(c)?.Ratio.Value));
        yield return ($"{metric.Name}_ratio_low", c => CsvCells.Rate(Finite(Of(c)?.Ratio.Low)));
        yield return ($"{metric.Name}_ratio_high", c => CsvCells.Rate(Finite(Of(c)?.Ratio.High)));
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
