using System.Globalization;
using Eval.Harness.Console;
using Eval.Results.Formatting;
using Eval.Routing.Policies;
using Eval.Routing.Search;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints the result of a search for people.</summary>
internal static class RouteTables
{
    public static void Print(Terminal terminal, RoutingResult result)
    {
        foreach (var warning in result.Table.Warnings)
        {
            terminal.SayWarning(warning);
        }

        terminal.PrintLine(result.Sentence);
        if (result.IsSimulated)
        {
            terminal.Print(SummaryTable.Simulated);
        }

        PrintPolicies(terminal, result);
        terminal.PrintLine(RoutingText.Decomposition(result));
        PrintClassifier(terminal, result);
        PrintVerifiers(terminal, result);
        PrintSensitivity(terminal, result);
        PrintOutages(terminal, result);
        terminal.Print("Not shown:");
        foreach (var sentence in result.NotShown)
        {
            terminal.PrintLine($"  - {sentence}");
        }
    }

    private static void PrintPolicies(Terminal terminal, RoutingResult result)
    {
        var table = Table(terminal, ["policy", "quality [95 %]", "cost per task", "saves [95 %]", "quality difference [95 %]", "verdict",
            "latency p50 / p90", "chosen"]);
        foreach (var row in result.Rows)
        {
            Add(
                table,
                RoutingText.Name(row),
                Format.Rate(row.Metrics?.Quality),
                Format.Usd(row.Metrics?.CostPerTaskUsd),
                RoutingText.IsBaseline(row, result) ? "baseline" : RoutingText.Share(row.Savings),
                RoutingText.IsBaseline(row, result) ? "" : row.QualityDifference is { } difference
                    ? RoutingText.Points(difference) : Format.Unknown,
                RoutingText.Verdict(row, result),
                $"{Format.Duration(row.Metrics?.LatencyP50Ms?.Value)} / {Format.Duration(row.Metrics?.LatencyP90Ms?.Value)}",
                row.TimesChosen is { } times ? $"{times} of {row.Folds}" : "");
        }

        terminal.Output.Write(table);
    }

    private static void PrintClassifier(Terminal terminal, RoutingResult result)
    {
        if (result.Classifier is not { Quality: { } quality } classifier)
        {
            return;
        }

        terminal.Print(RoutingText.Accuracy(classifier, quality));
        var readings = RoutingText.Readings(classifier, quality);
        var table = Table(terminal, [$"{RoutingText.Named(classifier.Feature)}, read as",
            .. readings.Select(reading => reading == ClassifierQuality.Unknown ? "nothing known" : reading), "correct"]);
        foreach (var (value, read) in quality.Confusion)
        {
            Add(table, [value, .. readings.Select(reading => read.GetValueOrDefault(reading).ToString("N0", CultureInfo.InvariantCulture)),
                Format.Rate(quality.Recall(value))]);
        }

        terminal.Output.Write(table);
    }

    private static void PrintVerifiers(Terminal terminal, RoutingResult result)
    {
        if (result.Verifiers.Count == 0)
        {
            return;
        }

        var table = Table(terminal, ["verifier", "answers of", "accepts correct answers", "accepts wrong answers", "correct if accepted",
            "coverage"]);
        foreach (var verifier in result.Verifiers)
        {
            Add(table, verifier.Verifier.ToString(), verifier.Model, Format.Rate(verifier.TrueAccept), Format.Rate(verifier.FalseAccept),
                Format.Rate(verifier.Precision), Format.Percent(verifier.Coverage));
        }

        terminal.Output.Write(table);
    }

    private static void PrintSensitivity(Terminal terminal, RoutingResult result)
    {
        if (result.SensitivityOf is not { } cascade)
        {
            return;
        }

        terminal.Print($"How {string.Join(" → ", cascade.Stages.Select(stage => stage.Policy))} depends on its verifier (expected, on all "
            + "tasks):");
        var table = Table(terminal, ["wrong answers accepted", "saves [95 %]", "quality difference [95 %]", "verdict"]);
        foreach (var point in result.Sensitivity)
        {
            Add(table, Format.Percent(point.FalseAccept) + (point.IsMeasured ? " (measured)" : ""), RoutingText.Share(point.Savings),
                RoutingText.Points(point.QualityDifference), RoutingText.Words(point.Verdict, result.Options.Margin));
        }

        terminal.Output.Write(table);
    }

    private static void PrintOutages(Terminal terminal, RoutingResult result)
    {
        var providers = result.Outages.Select(outage => outage.Provider).Distinct().ToList();
        var table = Table(terminal, ["quality when",
            .. providers.Select(provider => provider is null ? "all answer" : $"{provider} is down")]);
        foreach (var policy in result.Outages.GroupBy(outage => outage.Policy))
        {
            Add(table, [policy.Key,
                .. providers.Select(provider => Format.Percent(policy.First(outage => outage.Provider == provider).Quality))]);
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
