using System.Globalization;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Results;

/// <summary>Writes the sentences a reader must see before he believes the numbers.</summary>
internal static class RunWarnings
{
    private const double LeastAvailability = 0.99;
    private const double MaxTruncation = 0.02;

    /// <summary>Rounding and a day's exchange rate make less.</summary>
    private const decimal MaxBillingDifference = 0.05m;

    public static IReadOnlyList<string> Create(Run run, List<Attempt> counted, List<SummaryRow> overall, bool isInvalid)
    {
        var warnings = DatasetFitness.From(run).OrderByDescending(dataset => dataset.IsUnfit).Select(dataset => dataset.Sentence).ToList();
        if (isInvalid)
        {
            warnings.Add($"The run is invalid: {Share(counted.Count(a => a.Verdict == Verdict.SandboxError), counted.Count)} attempts "
                + "ended "
                + "in sandbox errors, more than 1 %.");
        }

        AddProgress(warnings, run, counted.Count);
        AddIsolation(warnings, counted);
        AddOrigins(warnings, counted);
        AddBusy(warnings, counted);
        foreach (var row in overall)
        {
            AddModel(warnings, run, row, counted.Where(attempt => attempt.Key.Model == row.Model).ToList());
        }

        return warnings;
    }

    private static void AddProgress(List<string> warnings, Run run, int done)
    {
        if (done < run.PlannedAttempts)
        {
            warnings.Add($"{Unfinished(run)}: {Share(done, run.PlannedAttempts)} planned attempts are there.");
        }
        else if (run.EndedAt is null)
        {
            warnings.Add("The run has not ended: it is still going on or was cut off.");
        }
    }

    /// <summary>Returns why a run is not complete.</summary>
    public static string Unfinished(Run run) => run.StoppedBy switch
    {
        RunStop.Budget => "The budget ended the run",
        RunStop.Interruption => "The run was interrupted",
        RunStop.Refusal => "The run is not finished, because a model could not be asked",
        _ => "The run is not finished",
    };

    private static void AddIsolation(List<string> warnings, List<Attempt> counted)
    {
        var levels = counted.Select(attempt => attempt.Isolation).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        if (levels.Contains("process"))
        {
            warnings.Add("Some answers were scored at isolation level 'process', which contains accidents but not malice; their verdicts "
                + "can be forged.");
        }

        if (levels.Count > 1)
        {
            warnings.Add($"The answers were scored at different isolation levels ({string.Join(", ", levels)}); compare their times "
                + "with care.");
        }
    }

    private static void AddOrigins(List<string> warnings, List<Attempt> counted)
    {
        AddCount(
            warnings,
            counted.Where(attempt => attempt.Passed).ToList(),
            attempt => attempt.VerdictOrigin is { Kind: VerdictOriginKind.Inside },
            "{0} passes were decided inside the answer's own process, where tests without canaries can be forged; attempts.csv names them "
                + "(verdict_origin).");
    }

    private static void AddBusy(List<string> warnings, List<Attempt> counted)
    {
        var busy = counted.Where(attempt => attempt.Timing is { IsSaturated: true }).ToList();
        if (busy.Count == 0)
        {
            return;
        }

        var models = busy.GroupBy(attempt => attempt.Key.Model).OrderBy(model => model.Key, StringComparer.Ordinal)
            .Select(model => $"{model.Key} {model.Count()}");
        warnings.Add(
            $"{Share(busy.Count, counted.Count)} calls were sent, began to answer or ended at a moment when this machine was too busy to "
            + "take "
                + "the time "
            + $"({string.Join(", ", models)}); they are left out of all times. Fewer --max-connections or --max-sandboxes help.");
    }

    private static void AddModel(List<string> warnings, Run run, SummaryRow row, List<Attempt> attempts)
    {
        var name = row.Model;
        AddMoney(warnings, run.Models.FirstOrDefault(model => model.Name == name), row, attempts);

        if (run.Models.FirstOrDefault(model => model.Name == name) is { Adjusted: { Count: > 0 } adjusted })
        {
            warnings.Add($"{name} was not asked with every parameter as chosen: "
                + $"{string.Join("; ", adjusted.Select(change => $"{change.Key} {change.Value}"))}.");
        }

        if (row.Availability is { Value: < LeastAvailability } availability)
        {
            warnings.Add($"{name} was available for only {Format.Percent(availability.Value)} of {availability.N} calls; see the strict "
                + "rate too.");
        }

        if (row.TruncationRate > MaxTruncation)
        {
            warnings.Add($"{name}: {Format.Percent(row.TruncationRate.Value)} of the answers were cut at the token limit; raise "
                + "--max-tokens.");
        }

        AddCount(
            warnings,
            attempts,
            attempt => attempt.FinishReason == Trajectory.RequestRejected,
            $"{name}: {{0}} attempts ended because its endpoint refused to go on with the conversation (finish_reason "
                + $"{Trajectory.RequestRejected}); "
            + "what had changed by then was graded, and the last step of each says why.");
        AddSamples(warnings, run, row, attempts);
        AddCount(warnings, attempts, attempt => attempt.Usage.IsEstimated,
            $"{name}: tokens of {{0}} attempts are our estimate, because the endpoint reported none.");
        AddCount(warnings, attempts, attempt => attempt.Usage.IsSuspect,
            $"{name}: the token counts of {{0}} attempts contradict each other.");
        AddCount(
            warnings,
            attempts,
            AttemptTimes.IsInOnePiece,
            $"{name}: {{0}} answers came in one piece instead of streaming; they are left out of the time to first token.");
        // Of a policy that is meant.
        var served = attempts.Where(attempt => attempt.Provider != RunModel.Policy).Select(attempt => attempt.ServedModel).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).ToList();
        if (served.Count > 1)
        {
            warnings.Add($"{name} was served by different models: {string.Join(", ", served)}.");
        }
    }

    private static void AddMoney(List<string> warnings, RunModel? model, SummaryRow row, List<Attempt> attempts)
    {
        if (model is null or { Provider: RunModel.File or RunModel.Policy } or { IsSimulated: true })
        {
            return;
        }

        var billed = attempts.Where(attempt => attempt.Usage.ProviderReportedCostUsd is not null).ToList();
        if (model.Price is not { } price)
        {
            warnings.Add(row.CostUsd is null || billed.Count == 0
                ? $"{model.Name} has no price and is left out of every cost figure."
                : $"{model.Name} has no price here; its costs are what its endpoint says it bills.");
            return;
        }

        // Where we had to estimate the tokens, the bill is the cost.
        var reported = billed.Where(attempt => !attempt.Usage.IsEstimated).ToList();
        var (ours, theirs) = (reported.Sum(attempt => price.CostUsd(attempt.Usage) ?? 0),
            reported.Sum(attempt => attempt.Usage.ProviderReportedCostUsd ?? 0));
        if (Math.Abs(theirs - ours) > MaxBillingDifference * ours)
        {
            warnings.Add(
                $"{model.Name}: the endpoint says it bills {Format.Usd(theirs)} for {Share(reported.Count, attempts.Count)} answers, which "
                + $"by the "
                    + $"price here cost {Format.Usd(ours)}; "
                + "costs are by the price here. Where the endpoint is right, write its price into eval.json.");
        }
    }

    private static void AddSamples(List<string> warnings, Run run, SummaryRow row, List<Attempt> attempts)
    {
        if (row.K < 2 || attempts.Count == 0)
        {
            return;
        }

        var few = attempts.GroupBy(attempt => (attempt.Key.Dataset, attempt.Key.TaskId))
            .Where(task => task.Count(attempt => attempt.Verdict.IsAnswered()) < row.K)
            .Select(task => task.Key.TaskId).Order(StringComparer.Ordinal).ToList();
        if (few.Count > 0)
        {
            warnings.Add(
                $"{row.Model}: pass@{row.K} is not defined, because tasks have fewer answers: {few.Count} in all, for instance "
                    + $"{string.Join(", ", few.Take(3))}.");
        }

        if (run.Models.FirstOrDefault(model => model.Name == row.Model)?.Parameters.Temperature == 0)
        {
            warnings.Add($"{row.Model}: pass@{row.K} at temperature 0 says little, because the samples hardly differ.");
        }
    }

    private static void AddCount(List<string> warnings, List<Attempt> attempts, Func<Attempt, bool> holds, string sentence)
    {
        if (attempts.Count(holds) is > 0 and var count)
        {
            warnings.Add(sentence.Replace("{0}", Share(count, attempts.Count), StringComparison.Ordinal));
        }
    }

    private static string Share(int part, int whole) => $"{part} of {whole}";
}
