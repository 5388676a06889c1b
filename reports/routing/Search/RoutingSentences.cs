using System.Globalization;
using Eval.Results.Formatting;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>Says what a search found, and what it did not show.</summary>
internal static class RoutingSentences
{
    /// <summary>Returns the recommendation in one sentence.</summary>
    public static string Recommendation(RoutingResult result)
    {
        var row = result.Recommended;
        var tasks = $"{Format.Count(result.Table.Tasks.Count)} tasks, {Measured(result)}";
        if (result.IsBeyondLimits)
        {
            return $"Nothing that was measured keeps to {Limits(result.Options)} on these {tasks}, {result.Baseline} included; it is "
                + "written nevertheless, because something has to stand there.";
        }

        if (row.Policy == new SinglePolicy(result.Baseline))
        {
            var any = result.Rows.LastOrDefault(other => other.Role == PolicyRole.Searched)!;
            var tried = any.Policy == row.Policy ? "that is what the search chose among all of them"
                : $"the best one found ({any.Policy}) saves {Share(any.Savings)} of the cost for {Points(any.QualityDifference!)} points "
                + $"of quality, which is {Words(any.Verdict!.Value, result.Options.Margin)}";
            return $"Stay with {result.Baseline}: no policy was shown to be cheaper and non-inferior on these {tasks}; {tried}.";
        }

        var parts = new List<string>
        {
            $"saves {Share(row.Savings)} of the cost of {result.Baseline}",
        };
        if (result.CheapestSingle != result.Baseline && row.Family != PolicyFamily.OneModel)
        {
            parts.Add($"{Share(row.SavingsOverSingle)} of that of {result.CheapestSingle}, the cheapest single model within the margin");
        }

        parts.Add($"quality {Points(row.QualityDifference!)} points, {Words(row.Verdict!.Value, result.Options.Margin)}");
        if (Times(result) is { } times)
        {
            parts.Add(times);
        }

        parts.Add($"answered {Format.Percent(row.Metrics!.Availability)} of requests");
        var verifier = row.Policy.All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages).SelectMany(stage => stage.Verify)
            .FirstOrDefault();
        if (verifier is not null)
        {
            parts.Add($"verifier assumed: {verifier}");
        }

        if (result.Classifier is { } classifier && row.Policy.LooksAt(classifier.Feature))
        {
            parts.Add($"{RoutingText.Named(classifier.Feature)} read from the prompt, correctly for {Share(classifier.Quality!.Accuracy)}");
        }

        return $"{(row.Policy is SinglePolicy ? "Send everything to" : "Route")} {row.Policy}: {string.Join("; ", parts)} ({tasks}).";
    }

    /// <summary>Returns what these results do not show.</summary>
    public static IReadOnlyList<string> NotShown(RoutingResult result)
    {
        var sentences = new List<string>();
        var n = result.Table.Tasks.Count;
        if (result.Options.BaselineModel is null)
        {
            sentences.Add($"No baseline was declared before the run, so {result.Baseline}, the model with the highest quality here, was "
                + "taken; savings against a baseline chosen from the same results flatter or shame by chance. Declare the model in use "
                + "today beforehand (routing.baselineModel in eval.json, or --baseline-model).");
        }

        if (result.Options.ChangedAfterwards.Count > 0)
        {
            sentences.Add($"Chosen when the results were there already: {string.Join("; ", result.Options.ChangedAfterwards)}. What is "
                + "chosen afterwards proves nothing; declare it, and measure again.");
        }

        if (result.Classifier is { } classifier)
        {
            sentences.Add($"The {RoutingText.Named(classifier.Feature)} is read from prompts by a classifier that was trained on prompts "
                + "of these tasks. They are more alike than what callers write; ask it about requests of your own before you rely on it.");
        }

        if (n < RoutingSearch.MinTasks)
        {
            sentences.Add($"With {n} tasks only single models and failover were tried; rules and cascades need at least "
                + $"{RoutingSearch.MinTasks} tasks.");
        }

        foreach (var @class in result.Classes.Where(choice => choice.Tasks < ClassRules.MinTasks && result.Classes.Count > 1))
        {
            sentences.Add($"Class {@class.Class} has {@class.Tasks} tasks; a rule of its own needs at least {ClassRules.MinTasks}.");
        }

        if (n >= RoutingSearch.MinTasks && result.Options.Families.HasFlag(PolicyFamily.Cascade)
            && !result.Considered.Any(row => row.Family == PolicyFamily.Cascade
                && row.Policy.All.OfType<CascadePolicy>()
                .Any(cascade => cascade.Stages[0].Verify.Any(verifier => verifier.Kind != VerifierKind.Effort))))
        {
            sentences.Add("No cascade with a verifier was tried: these tasks show no tests, and no other verdict on an answer is known. "
                + "What one would be worth stands in the table of the verifier's errors.");
        }

        if (result.Recommended.Policy.All.Any(policy => policy is CascadePolicy))
        {
            sentences.Add("A cascade's second answer was measured without knowledge of the first, and must be asked for in the same way.");
        }

        if (result.Options.Assumptions.AssumedErrors is { } errors)
        {
            sentences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The verifier is assumed, not measured: it accepts {errors.FalseAccept:0.#%} of wrong answers and rejects "
                    + $"{errors.FalseReject:0.#%} ")
                + "of right ones. Expectations take the place of its errors, so intervals are a little too narrow.");
        }

        foreach (var row in result.Rows.Where(row => row is { Role: PolicyRole.Searched, Verdict: PolicyVerdict.NotShown }
            && row.Policy != new SinglePolicy(result.Baseline)).DistinctBy(row => row.Policy.ToString()))
        {
            sentences.Add($"{row.Policy} was not shown to be non-inferior to {result.Baseline}: the difference is "
                + $"{Points(row.QualityDifference!)} points, the margin {Points(result.Options.Margin)} points.");
        }

        foreach (var row in result.Rows.Where(row => result.Recommended.Family == PolicyFamily.OneModel
            && row is { Role: PolicyRole.Searched, Family: not PolicyFamily.OneModel } && row.IsShownToSave(row.SavingsOverSingle)))
        {
            sentences.Add($"{row.Policy} was shown to be non-inferior to {result.Baseline} and to save {Share(row.SavingsOverSingle)} "
                + $"of the cost of {result.CheapestSingle}, but the search over all kinds chose something else. To take it now, because "
                + "it looks well, "
                + "would be to choose and to score on the same tasks: name the kinds beforehand (routing.kinds in eval.json, or --kinds) "
                + "and measure again.");
        }

        if (result.Table.DroppedTasks > 0)
        {
            sentences.Add($"{Format.Count(result.Table.DroppedTasks)} tasks are left out of everything here, because a model's outcome is "
                + "missing.");
        }

        var unpriced = result.Table.Models.Where(model => !result.Rows.Any(row => row.Role == PolicyRole.Model && row.Name == model.Name))
            .Select(model => model.Name).ToList();
        if (unpriced.Count > 0)
        {
            sentences.Add($"Not considered, because their cost is not known: {string.Join(", ", unpriced)}.");
        }

        sentences.AddRange(result.Table.Warnings);
        return sentences;
    }

    /// <summary>Returns a share with its interval.</summary>
    public static string Share(Estimate? estimate) => estimate is null ? Format.Unknown
        : double.IsInfinity(estimate.Low) ? $"{Format.Percent(estimate.Value)} (too few tasks for an interval)"
        : $"{Format.Percent(estimate.Value)} ({Format.Percent(estimate.Low)} to {Format.Percent(estimate.High)})";

    /// <summary>Returns a difference of rates in percentage points with its interval.</summary>
    public static string Points(Estimate estimate) => double.IsInfinity(estimate.Low)
        ? $"{Format.SignedPoints(estimate.Value)} (too few tasks for an interval)"
        : $"{Format.SignedPoints(estimate.Value)} ({Format.SignedPoints(estimate.Low)} to {Format.SignedPoints(estimate.High)})";

    /// <summary>Returns a rate in percentage points.</summary>
    public static string Points(double rate) => (100 * rate).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Returns a verdict in words.</summary>
    public static string Words(PolicyVerdict verdict, double margin) => verdict switch
    {
        PolicyVerdict.NonInferior => $"non-inferior within {Points(margin)} points",
        PolicyVerdict.Worse => $"worse by more than {Points(margin)} points",
        _ => $"not shown to be non-inferior within {Points(margin)} points",
    };

    private static string Limits(RoutingOptions options) => string.Join(" and ", new[]
    {
        options.MaxCostPerTaskUsd is { } cost ? $"{Format.Usd((decimal)cost)} a task" : null,
        options.MaxTtftP90Ms is { } ttft ? $"{Format.Duration(ttft)} to the first token (p90)" : null,
        options.MaxLatencyP90Ms is { } latency ? $"{Format.Duration(latency)} latency (p90)" : null,
    }.OfType<string>());

    private static string Measured(RoutingResult result) =>
        result.Table.Runs.Max(run => run.StartedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Times(RoutingResult result)
    {
        var baseline = result.Rows.First(row => row.Role == PolicyRole.Model && row.Name == result.Baseline).Metrics!;
        var metrics = result.Recommended.Metrics!;
        return metrics is { LatencyP50Ms: { } p50, LatencyP90Ms: { } p90 }
            && baseline is { LatencyP50Ms: { } before50, LatencyP90Ms: { } before90 }
            ? $"latency p50 {Format.Duration(p50)} instead of {Format.Duration(before50)}, p90 {Format.Duration(p90)} instead of "
            + $"{Format.Duration(before90)}"
            : null;
    }
}
