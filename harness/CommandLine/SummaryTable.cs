using Eval.Reports;
using Eval.Reports.Statistics;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints a run's result: one row per model.</summary>
internal static class SummaryTable
{
    public static void Print(Terminal terminal, RunResults results)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn(new TableColumn(new Text("model")));
        foreach (var column in new[] { "pass@1 [95 %]", "passed", "availability", "TTFT p50", "latency p50", "cost", "cost/solved" })
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        }

        if (results.Run.Samples > 1)
        {
            table.AddColumn(new TableColumn(new Text($"pass@{results.Run.Samples}")).RightAligned());
        }

        foreach (var model in results.Run.Models)
        {
            table.AddRow(Cells(results.Summary.Overall(model), results.Run.Samples).Select(text => new Text(text)));
        }

        terminal.Output.Write(table);
        if (results.Run.IsSimulated)
        {
            terminal.Print("simulated: sim/ models are served by this program; their figures say nothing about real models.");
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

    private static IEnumerable<string> Cells(SummaryRow row, int samples)
    {
        yield return Terminal.Printable(row.Model) + (row.IsSimulated ? " (simulated)" : "");
        yield return Figures.Rate(row.PassAt1);
        yield return $"{row.Passed}/{row.Attempts - row.InfrastructureErrors}";
        yield return Figures.Percent(row.Availability?.Value);
        yield return Figures.Milliseconds(row.TtftP50Ms?.Value);
        yield return Figures.Milliseconds(row.LatencyP50Ms?.Value);
        yield return Figures.Usd(row.CostUsd);
        yield return Figures.Usd(row.CostPerSolvedUsd);
        if (samples > 1)
        {
            yield return Figures.Percent(row.PassAtK?.Value);
        }
    }
}
