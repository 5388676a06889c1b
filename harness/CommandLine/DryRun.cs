using Eval.Datasets;
using Eval.Harness.Runs;
using Eval.Reports.Records;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints what a run would ask and what that may cost.</summary>
internal static class DryRun
{
    /// <summary>Output tokens of a reply to a function task: a short one, and one with much explanation or reasoning.</summary>
    private const int FewOutputTokens = 150;
    private const int ManyOutputTokens = 1200;

    public static void Print(Terminal terminal, RunPlan plan, RunOptions options)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        foreach (var column in new[] { "model", "requests", "input tokens", "output tokens", "cost" })
        {
            table.AddColumn(column);
        }

        var inputTokens = plan.Tasks.Sum(task => (long)Budget.InputTokens(task)) * plan.Run.Samples;
        var requests = plan.Tasks.Count * plan.Run.Samples;
        foreach (var model in plan.Models)
        {
            var most = Math.Min(model.MaxOutputTokens ?? ManyOutputTokens, ManyOutputTokens);
            var few = Math.Min(FewOutputTokens, most);
            table.AddRow(
                new Text(Terminal.Printable(model.Name)),
                new Text($"{requests}"),
                new Text($"about {inputTokens:N0}"),
                new Text($"{(long)few * requests:N0} to {(long)most * requests:N0}"),
                new Text(model.Price is { } price ? $"{Cost(price, inputTokens, (long)few * requests)} to {Cost(price, inputTokens, (long)most * requests)}" : "unknown: no price"));
        }

        terminal.Output.Write(table);
        var issues = plan.Tasks.OfType<IssueTask>().Count();
        if (issues > 0 && options.Scaffold == RunOptions.AgentScaffold)
        {
            terminal.Print($"{Figures.Count(issues, "task")} of these are issues: an attempt at one is up to {options.Agent.MaxSteps} calls and at most about {Figures.Usd(options.Agent.CostLimitUsd)}; the forecast counts the first call alone.");
        }

        terminal.Print(
            $"{Figures.Count(plan.Tasks.Count, "task")} × {Figures.Count(plan.Models.Count, "model")} × {Figures.Count(plan.Run.Samples, "sample")}; nothing was asked."
            + (options.BudgetUsd is { } budget ? $" The run would stop at {Figures.Usd(budget)}." : ""));
    }

    private static string Cost(Price price, long inputTokens, long outputTokens) => Figures.Usd(
        (inputTokens * price.InputUsdPerMillionTokens + outputTokens * price.OutputUsdPerMillionTokens) / 1_000_000m);
}
