using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Runs;
using Eval.Results.Formatting;
using Eval.Results.Records;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Prints what a run can show and what it will take, before a cent is spent.</summary>
internal static class DryRun
{
    /// <summary>More pairs of models than that are not read.</summary>
    public const int MaxPairs = 6;

    public static async Task SayAsync(Terminal terminal, RunOptions options, RunPlan plan, Run? resumed, CancellationToken ct)
    {
        var history = await PlanHistory.ReadAsync(options.Out, plan, ct);
        var done = new StoredProgress();
        if (resumed is not null)
        {
            await using var store = await StoredRuns.OpenAsync(options.Out, ct);
            done = await StoredProgress.ReadAsync(store, resumed.Id, options.Rescore, ct);
        }

        var power = PowerForecast.Create(plan, history);
        var forecast = new RunForecaster(plan, ForecastOptions.From(options), history, done).Forecast();
        Print(terminal, plan, options, power, forecast);
        if (options.Json)
        {
            await terminal.RawOutput.WriteLineAsync(PlanJson.Create(plan, options, power, forecast));
        }
    }

    private static void Print(Terminal terminal, RunPlan plan, RunOptions options, PowerForecast power, RunForecast forecast)
    {
        terminal.Print(
            $"{Format.Count(plan.Tasks.Count, "task")} × {Format.Count(plan.Models.Count, "model")} × "
                + $"{Format.Count(plan.Run.Samples, "sample")}; nothing was asked.\n\nWhat it can show");
        if (!power.HasTooFewTasks)
        {
            PrintTable(terminal, ["models", "differ on", "smallest detectable", "5 points take", "2 points take"],
                power.Pairs.Take(MaxPairs).Select(Row));
        }

        PrintAll(terminal, PowerSentences.Create(power, options.Out, plan.Models.Count));
        terminal.Print("\nWhat it will take");
        PrintTable(terminal, ["model", "attempts", "input tokens", "output tokens", "cost"], forecast.Models.Select(Row));
        PrintAll(terminal, ForecastSentences.Create(forecast, plan, options));
    }

    private static IEnumerable<string> Row(PairPower pair)
    {
        yield return pair.First is null ? "any two" : pair.IsAgainstItself ? $"{pair.First}, earlier run" : $"{pair.First}, {pair.Second}";
        yield return pair.Runs.Count == 0
            ? $"{Format.RoughPercent(pair.Discordance.Value)} (assumed)"
            : $"{Format.RoughPercent(pair.Discordance.Value)} "
                + $"[{100 * pair.Discordance.Low:0}–{Format.RoughPercent(pair.Discordance.High)}]";
        yield return pair.Smallest is { } smallest ? Format.Points(smallest) : "nothing";
        foreach (var wanted in pair.Wanted)
        {
            yield return $"{wanted.Tasks:N0} tasks";
        }
    }

    private static IEnumerable<string> Row(ModelForecast model)
    {
        yield return model.Model;
        yield return $"{model.Requests:N0}";
        yield return Format.CountForecast(model.InputTokens.Low, model.InputTokens.High);
        yield return Format.CountForecast(model.OutputTokens.Low, model.OutputTokens.High);
        yield return model.CostUsd is { } cost ? Format.UsdForecast((decimal)cost.Low, (decimal)cost.High) : "unknown: no price";
    }

    private static void PrintTable(Terminal terminal, string[] columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(PrintableText.Line(cell))));
        }

        terminal.Output.Write(table);
    }

    private static void PrintAll(Terminal terminal, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            terminal.Print(sentence);
        }
    }
}
