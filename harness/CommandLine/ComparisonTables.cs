using Eval.Harness.Console;
using Eval.Reports.Comparisons;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints a comparison for people.</summary>
internal static class ComparisonTables
{
    public static void Print(Terminal terminal, Comparison comparison, int flips)
    {
        foreach (var warning in comparison.Warnings)
        {
            terminal.SayWarning(warning);
        }

        if (comparison.Ranking.Count > 2)
        {
            PrintRanking(terminal, comparison);
        }
        else
        {
            foreach (var pair in comparison.Overall)
            {
                PrintPair(terminal, pair, comparison.Overall.Count, flips);
            }
        }

        PrintClasses(terminal, comparison.ByClass);
        if (comparison.Overall.Any(pair => pair.IsSimulated))
        {
            terminal.Print(SummaryTable.Simulated);
        }

        terminal.Print(comparison.Basis == OutcomeBasis.Strict
            ? "Failures of endpoints and sandboxes count as failures (--strict)."
            : "Failures of endpoints and sandboxes are left out; --strict counts them as failures.");
    }

    private static void PrintRanking(Terminal terminal, Comparison comparison)
    {
        var hasMissing = comparison.Ranking.Any(ranking => ranking.Missing > 0);
        var hasCosts = comparison.Overall.Any(pair => Cost(pair) is not null);
        string[] Optional(bool isShown, params string[] cells) => isShown ? cells : [];
        var table = Table(terminal, ["model", "pass@1 [95 %]", "behind the best", "p", .. Optional(hasCosts, "cost, best = 1"), "",
            .. Optional(hasMissing, "own tasks", "missing", "if failed – if passed")]);
        var best = comparison.Overall[0].First;
        foreach (var ranking in comparison.Ranking)
        {
            var pair = comparison.Overall.FirstOrDefault(pair => pair.Second == ranking.Model);
            var cost = pair is null ? null : Cost(pair);
            string[] cells =
            [
                ranking.Model,
                Format.Rate(ranking.Rate ?? ranking.AvailableRate),
                pair is null ? "" : ComparisonText.Difference(pair).Replace(" points", "", StringComparison.Ordinal),
                pair is null ? "" : ComparisonText.Probability(pair.AdjustedP).Replace("= ", "", StringComparison.Ordinal),
                .. Optional(hasCosts, cost is null ? "" : Format.Times(1 / cost.Ratio.Value)),
                ranking.Model == best ? "best" : ranking.IsAmongBest ? "no significant difference from the best" : "",
                .. Optional(hasMissing, Format.Rate(ranking.AvailableRate) + (ranking.HadEasierTasks ? " easier tasks" : ""),
                    $"{ranking.Missing}", $"{Format.Percent(ranking.LowestRate)} – {Format.Percent(ranking.HighestRate)}"),
            ];
            Add(table, cells);
        }

        terminal.Output.Write(table);
        var among = comparison.Ranking.Where(ranking => ranking.IsAmongBest).Select(ranking => ranking.Model).ToList();
        terminal.Print(among.Count == 1
            ? $"{best} is the best of {comparison.Ranking.Count}: every other is significantly behind."
            : $"{best} is the best of {comparison.Ranking.Count}, but not significantly better than "
            + $"{string.Join(", ", among.Where(model => model != best))}.");
        terminal.Print($"p is corrected for {comparison.Overall.Count} comparisons (Holm). The best of many is partly lucky: expect it a "
            + "little lower next time.");
        var smallest = comparison.Overall.Where(pair => pair.SmallestDetectable is not null).Select(pair => pair.SmallestDetectable!.Value)
            .ToList();
        if (smallest.Count > 0)
        {
            terminal.Print($"{Format.Count(comparison.Overall[0].Tasks, "task")} could have detected differences of "
                + (smallest.Min().Equals(smallest.Max()) ? "" : Format.Points(smallest.Min()) + " to ")
                + $"{Format.Points(smallest.Max())}, before correction.");
        }
    }

    private static void PrintPair(Terminal terminal, ModelComparison pair, int family, int flips)
    {
        terminal.Print($"{pair.First} and {pair.Second}: {Format.Count(pair.Tasks, "common task")}"
            + (pair.Dropped > 0 ? $", {pair.Dropped} left out because only one has an outcome or the task was changed" : ""));
        if (pair.Tasks == 0)
        {
            return;
        }

        var table = Table(terminal, ["", pair.First, pair.Second, "difference [95 %]", "what it shows"]);
        Add(table, "pass@1", Format.Rate(pair.FirstRate), Format.Rate(pair.SecondRate), ComparisonText.Difference(pair),
            ComparisonText.Quality(pair, family));
        foreach (var metric in pair.Metrics)
        {
            Add(
                table,
                metric.Metric.Title,
                metric.Metric.Format(metric.First),
                metric.Metric.Format(metric.Second),
                Format.Times(metric.Ratio.Value),
                ComparisonText.Metric(pair, metric));
        }

        terminal.Output.Write(table);
        PrintFlips(terminal, pair, flips);
    }

    private static MetricComparison? Cost(ModelComparison pair) =>
        pair.Metrics.FirstOrDefault(metric => metric.Metric == MoneyMetrics.CostPerTask);

    private static void PrintFlips(Terminal terminal, ModelComparison pair, int max)
    {
        if (pair.Flips.Count == 0)
        {
            return;
        }

        var (gained, lost) = (pair.Flips.Count(flip => flip.First > flip.Second), pair.Flips.Count(flip => flip.First < flip.Second));
        terminal.Print($"{pair.First} does better on {gained} and worse on {lost} of them{(max > 0 ? ":" : ".")}");
        foreach (var flip in pair.Flips.Take(max))
        {
            terminal.Print($"  {(flip.First > flip.Second ? '+' : '-')} {flip.Dataset}/{flip.TaskId} "
                + $"({flip.Class}){(pair.Counts is null ? $" {Format.Percent(flip.First)} against {Format.Percent(flip.Second)}" : "")}");
        }

        if (pair.Flips.Count > max && max > 0)
        {
            terminal.Print($"  … and {pair.Flips.Count - max} more (--flips {pair.Flips.Count})");
        }
    }

    private static void PrintClasses(Terminal terminal, IReadOnlyList<ModelComparison> classes)
    {
        if (classes.Count == 0)
        {
            return;
        }

        var family = classes.Count(pair => pair.PValue is not null);
        var table = Table(terminal, ["class", "first", "second", "tasks", "pass@1", "pass@1", "difference [95 %]", "what it shows"]);
        foreach (var pair in classes)
        {
            Add(table, pair.Class, pair.First, pair.Second, $"{pair.Tasks}", Format.Percent(pair.FirstRate?.Value),
                Format.Percent(pair.SecondRate?.Value), ComparisonText.Difference(pair), ComparisonText.Quality(pair, family));
        }

        terminal.Output.Write(table);
    }

    private static Table Table(Terminal terminal, string[] titles)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn(new Text(PrintableText.Line(title))));
        }

        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(PrintableText.Line(cell))));
}
