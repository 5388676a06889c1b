using System.Text.Json;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Runs;

namespace Eval.Harness.CommandLine;

/// <summary>The machine-readable last line of <c>run --plan --json</c>: the figures that are printed, unrounded.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Create(RunPlan plan, RunOptions options, PowerForecast power, RunForecast forecast) => JsonSerializer.Serialize(
        new
        {
            Plan = true,
            Tasks = plan.Tasks.Count,
            plan.Run.Samples,
            IsSimulated = plan.Run.IsSimulated,
            Power = new
            {
                power.HasTooFewTasks,
                power.MinTasks,
                Pairs = power.HasTooFewTasks ? [] : power.Pairs.Select(pair => new
                {
                    pair.First,
                    pair.Second,
                    IsAssumed = pair.Runs.Count == 0,
                    pair.Runs,
                    pair.KnownTasks,
                    Discordance = pair.Discordance.Value,
                    DiscordanceLow = pair.Runs.Count == 0 ? (double?)null : pair.Discordance.Low,
                    DiscordanceHigh = pair.Runs.Count == 0 ? (double?)null : pair.Discordance.High,
                    pair.IsSplitAssumed,
                    SmallestDifference = pair.Smallest,
                    pair.Wanted,
                }),
            },
            Models = forecast.Models.Select(model => new
            {
                model.Model,
                Attempts = model.Requests,
                model.InputTokens,
                model.OutputTokens,
                model.CostUsd,
                model.CallSeconds,
                model.SandboxSeconds,
                SourceRun = model.Source?.Run.Id,
                SourceAnswers = model.Source?.Answers.Count,
                SourceTasks = model.Source?.Tasks,
            }),
            forecast.CostUsd,
            forecast.WithoutPrice,
            forecast.SpentUsd,
            options.BudgetUsd,
            Budget = options.BudgetUsd is { } budget && forecast.Against(budget) is { } verdict
                ? JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()) : null,
            forecast.Seconds,
            forecast.AskingSeconds,
            forecast.ScoringSeconds,
            BoundBy = forecast.IsBoundBySandboxes switch { true => "sandboxes", false => "calls", null => null },
        },
        Format);
}
