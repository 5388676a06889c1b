using Eval.Harness.Console;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Statistics;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints a run's result: one row per model.</summary>
internal static class SummaryTable
{
    public const string Simulated = "simulated: models so marked are served by this program (sim/, or 'simulate' behind an address); their figures say nothing about real models.";
    private const int WideEnough = 110;

    public static void Print(Terminal terminal, RunResults results)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        var isNarrow = terminal.Output.Profile.Width < WideEnough;
        // Eighty columns are enough: titles take two lines, and only a model's name may be broken.
        table.AddColumn(new TableColumn(new Text("model")) { Padding = new Padding(isNarrow ? 0 : 1, 0, isNarrow ? 0 : 1, 0) });
        string[] titles = ["pass@1\n[95 %]", "passed", "avail-\nability", "TTFT\np50", "latency\np50", "cost", "cost per\nsolved"];
        foreach (var title in results.Run.Samples > 1 ? titles.Append($"pass@\n{results.Run.Samples}") : titles)
        {
            table.AddColumn(new TableColumn(new Text(title)) { Padding = new Padding(1, 0, isNarrow ? 0 : 1, 0), NoWrap = true }.RightAligned());
        }

        foreach (var model in results.Run.Models)
        {
            table.AddRow(Cells(results.Summary.Overall(model), results.Run.Samples).Select(text => new Text(isNarrow ? text.Replace(' ', '\n') : text)));
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

    private static IEnumerable<string> Cells(SummaryRow row, int samples)
    {
        yield return PrintableText.Line(row.Model) + (row.IsSimulated ? " (simulated)" : "");
        yield return Format.Rate(row.PassAt1);
        yield return $"{row.Passed}/{row.Attempts - row.InfrastructureErrors}";
        yield return Format.Percent(row.Availability?.Value);
        yield return Format.Duration(row.TtftP50Ms?.Value);
        yield return Format.Duration(row.LatencyP50Ms?.Value);
        yield return Format.Usd(row.CostUsd);
        yield return Format.Usd(row.CostPerSolvedUsd);
        if (samples > 1)
        {
            yield return Format.Percent(row.PassAtK?.Value);
        }
    }
}
