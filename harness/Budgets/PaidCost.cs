using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Budgets;

/// <summary>What a call cost, as far as it is known: by our price or by what the endpoint bills, whichever is more.</summary>
internal static class PaidCost
{
    public static decimal? From(ModelSpec model, Completion completion) =>
        completion.IsCached ? 0
        : completion.Path is { } path ? Larger(path.CostUsd, completion.Usage.ProviderReportedCostUsd)
        : Sum(model, completion.BilledFailures.Append(completion.Usage));

    public static decimal? From(ModelSpec model, ModelCallException failure) =>
        failure.Path is { } path ? path.CostUsd : Sum(model, failure.BilledFailures);

    private static decimal? Sum(ModelSpec model, IEnumerable<Usage> parts)
    {
        var known = parts.Select(usage => Larger(model.CostUsd(usage), usage.ProviderReportedCostUsd)).OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    private static decimal? Larger(decimal? ours, decimal? theirs) =>
        ours is { } price && theirs is { } bill ? Math.Max(price, bill) : ours ?? theirs;
}
