using Eval.Datasets;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Runs;
using Eval.Results.Formatting;

namespace Eval.Harness.CommandLine;

/// <summary>Says in words where a forecast comes from, what it leaves out, and what it adds up to.</summary>
internal static class ForecastSentences
{
    public static IEnumerable<string> Create(RunForecast forecast, RunPlan plan, RunOptions options) =>
        Sources(forecast, plan.Tasks.Count).Concat(Assumptions(forecast, plan, options)).Concat(NotAsked(options))
            .Append(Cost(forecast, options)).Concat(Time(forecast, plan, options));

    private static IEnumerable<string> Sources(RunForecast forecast, int tasks)
    {
        foreach (var known in forecast.Models.Where(model => model.Source is not null)
            .GroupBy(model => (model.Source!.Run.Id, model.Source.Tasks)))
        {
            yield return $"{string.Join(", ", known.Select(model => model.Model))}: from "
                + $"{Format.Count(known.Sum(model => model.Source!.Answers.Count), "answer")} of {known.Key.Id}; the range holds four "
                + "times out of five."
                + (known.Key.Tasks < tasks
                    ? $" {tasks - known.Key.Tasks} of {tasks} tasks are new to it and count as the mean of the others." : "");
        }
    }

    private static IEnumerable<string> Assumptions(RunForecast forecast, RunPlan plan, RunOptions options)
    {
        var assumed = forecast.Models.Where(model => model is { Source: null, Requests: > 0 }).ToList();
        if (assumed.Count == 0)
        {
            yield break;
        }

        var max = Math.Min(options.MaxTokens ?? CallAssumptions.ManyOutputTokens, CallAssumptions.ManyOutputTokens);
        yield return $"{string.Join(", ", assumed.Select(model => model.Model))}: assumed, because no run in {options.Out} knows better: "
            + $"{Format.CountForecast(Math.Min(CallAssumptions.FewOutputTokens, max), max)} output tokens a reply, "
            + $"{PerAttempt(assumed, model => model.CallSeconds)} of calls and {PerAttempt(assumed, model => model.SandboxSeconds)} in a "
            + "sandbox an attempt.";
        if (!plan.Tasks.Any(task => task is IssueTask))
        {
            yield break;
        }

        yield return options.Issues.IsAgent
            ? $"An attempt at an issue is assumed to take "
            + $"{Format.CountForecast(Math.Min(CallAssumptions.FewCalls, options.Agent.MaxSteps), options.Agent.MaxSteps)} replies, at "
            + $"most {Format.Usd(options.Agent.CostLimitUsd)}; each call sends again what was said before."
            : "The files that an issue's prompt holds are not counted: they are known only when its repository is there.";
    }

    private static string PerAttempt(List<ModelForecast> models, Func<ModelForecast, EstimatedRange> seconds) =>
        $"{Format.Duration(1000 * models.Min(model => seconds(model).Low / model.Requests))} to "
            + $"{Format.Duration(1000 * models.Max(model => seconds(model).High / model.Requests))}";

    private static IEnumerable<string> NotAsked(RunOptions options)
    {
        if (options.Rescore)
        {
            yield return "Stored replies are scored again; no call is made.";
        }
        else if (options.Replay is { } folder)
        {
            yield return $"Replies come from {folder}; no call is made.";
        }
        else if (options.Cache)
        {
            yield return "--cache takes replies to requests that were made before and pays nothing for them; the figures count every "
                + "request.";
        }
    }

    private static string Cost(RunForecast forecast, RunOptions options)
    {
        if (forecast.CostUsd is not { } cost)
        {
            return "Cost: unknown, because the price is."
                + (options.BudgetUsd is null ? "" : " --budget-usd cannot stop what it does not know.");
        }

        var text = $"Cost: {Format.UsdForecast((decimal)cost.Low, (decimal)cost.High)}";
        if (forecast.WithoutPrice.Count > 0)
        {
            text += $" without {string.Join(", ", forecast.WithoutPrice)}, of unknown price";
        }

        if (forecast.SpentUsd > 0)
        {
            text += $", beside {Format.Usd(forecast.SpentUsd)} spent before";
        }

        return options.BudgetUsd is not { } budget ? text + "." : text + forecast.Against(budget) switch
        {
            BudgetVerdict.Fits => $"; fits the budget of {Format.Usd(budget)}.",
            BudgetVerdict.Stops => $"; the run would stop at the budget of {Format.Usd(budget)}.",
            _ => $"; the run may stop at the budget of {Format.Usd(budget)}.",
        };
    }

    private static IEnumerable<string> Time(RunForecast forecast, RunPlan plan, RunOptions options)
    {
        yield return $"Time: {Range(forecast.Seconds)}.";
        var sandboxes = forecast.MaxSandboxes == 1 ? "1 sandbox" : $"{forecast.MaxSandboxes} sandboxes";
        var connections = options.MaxConnections is { } fixedNumber
            ? $"{Format.Count(fixedNumber, "connection")} per model" : "connections that adapt";
        yield return $"Model calls take {Range(forecast.AskingSeconds)} ({connections}), running the answers "
            + $"{Range(forecast.ScoringSeconds)} ({sandboxes}); "
            + forecast.IsBoundBySandboxes switch
            {
                true => "the sandboxes decide.",
                false => "the calls decide.",
                null => "the slower of the two decides.",
            };
        if (plan.Tasks.Any(task => task is IssueTask || task.Language != "csharp" || options.Sandbox == "docker"))
        {
            yield return "Container images and repositories that are not there yet come on top.";
        }
    }

    private static string Range(EstimatedRange seconds) =>
        Format.ClockForecast(TimeSpan.FromSeconds(seconds.Low), TimeSpan.FromSeconds(seconds.High));
}
