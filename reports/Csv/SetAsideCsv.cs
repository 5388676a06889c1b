using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Reports.Csv;

/// <summary>
/// Writes <c>set_aside.csv</c>: one row per task that counts for no model, with the reason. No other table has rows for these tasks.
/// </summary>
public sealed class SetAsideCsv : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "set_aside.csv";

    private static readonly (string Name, Func<RunSetAsideTask, string> Cell)[] Columns =
    [
        ("dataset", task => CsvCells.Text(task.Dataset)),
        ("task_id", task => CsvCells.Text(task.TaskId)),
        ("reason", task => CsvCells.Text(task.Reason)),
    ];

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        CsvFile.WriteAsync(output, FileName, csv => CsvFile.WriteRowsAsync(csv, input.Run.SetAside, Columns, ct));
}
