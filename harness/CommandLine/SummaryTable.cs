using Eval.Harness.Console;
using Eval.Results;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints a run's result: one row per model.</summary>
internal static class SummaryTable
{
    public const string Simulated = "simulated: models so marked are served by this program (sim/, or 'simulate' behind an address); their "
        + "figures say nothing about real models.";
    private const int WideEnough = 110;

    public static void Print(Terminal terminal, RunResults results)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        var isNarrow = terminal.Output.Profile.Width < WideEnough;
        // Eighty columns are enough: titles take two lines, and only a model's name may be broken.
        table.AddColumn(new TableColumn(new Text("model")) { Padding = new Padding(isNarrow ? 0 : 1, 0, isNarrow ? 0 : 1, 0) });
        var rows = results.Run.Models.Select(results.Summary.Overall).ToList();
        var columns = results.Summary.Metrics.Columns(metric => metric.Terminal, rows);
        foreach (var title in columns.Select(shown => shown.Column.Title.Replace("{k}", $"{results.Run.Samples}",
            StringComparison.Ordinal)))
        {
            table.AddColumn(new TableColumn(new Text(title)) { Padding = new Padding(1, 0, isNarrow ? 0 : 1, 0),
                NoWrap = true }.RightAligned());
        }

        foreach (var row in rows)
        {
            string[] cells =
            [
                PrintableText.Line(row.Model) + (row.IsSimulated ? " (simulated)" : ""),
                .. columns.Select(shown => shown.Column.Cell(shown.Metric, row)),
            ];
            table.AddRow(cells.Select(text => new Text(isNarrow ? text.Replace(' ', '\n') : text)));
        }

        terminal.Output.Write(table);
        if (results.Run.IsSimulated)
        {
            terminal.Print(Simulated);
        }

        if (results.Summary.IsInvalid)
        {
            terminal.SayWarning("this run is INVALID: too many sandbox errors to trust its rates.");
        }

        foreach (var warning in results.Summary.Warnings)
        {
            terminal.SayWarning(warning);
        }
    }
}
