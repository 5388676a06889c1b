using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>What is known of one policy.</summary>
public sealed record PolicyRow
{
    /// <summary>
    /// Gets the name: a model's name, <c>best single</c>, <c>rules</c>, <c>cascade</c>, <c>any</c>, or what a considered policy does.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Gets what it stands for.</summary>
    public required PolicyRole Role { get; init; }

    /// <summary>Gets what kind of decision it makes.</summary>
    public required PolicyFamily Family { get; init; }

    /// <summary>Gets the policy; of a search the one that all tasks together chose.</summary>
    public required RoutingPolicy Policy { get; init; }

    /// <summary>Gets what it does: of a search on held-out tasks; <see langword="null"/> for policies that were only considered.</summary>
    public PolicyMetrics? Metrics { get; init; }

    /// <summary>Gets the quality on all tasks, of a search on those it was chosen on.</summary>
    public required double InSampleQuality { get; init; }

    /// <summary>Gets the cost per task on all tasks in USD; <see langword="null"/> when unknown.</summary>
    public double? InSampleCostUsd { get; init; }

    /// <summary>Gets the share of the baseline's cost that is saved.</summary>
    public Estimate? Savings { get; init; }

    /// <summary>Gets the share of the cost of the cheapest single model within the margin that is saved.</summary>
    public Estimate? SavingsOverSingle { get; init; }

    /// <summary>Gets the quality minus the baseline's.</summary>
    public Estimate? QualityDifference { get; init; }

    /// <summary>Gets what that shows.</summary>
    public PolicyVerdict? Verdict { get; init; }

    /// <summary>Returns whether it was shown that its quality holds and that it saves.</summary>
    /// <param name="savings">What it saves, of whichever cost.</param>
    public bool IsShownToSave(Estimate? savings) => Verdict == PolicyVerdict.NonInferior && savings is { Low: > 0 };

    /// <summary>Gets in how many folds a policy of the same make was chosen; <see langword="null"/> where nothing was searched.</summary>
    public int? TimesChosen { get; init; }

    /// <summary>Gets the number of folds.</summary>
    public int? Folds { get; init; }

    /// <summary>Gets how much better the quality looks on the tasks it was chosen on.</summary>
    public double? Optimism => Metrics is { } metrics && Role == PolicyRole.Searched ? InSampleQuality - metrics.Quality.Value : null;

    /// <summary>Gets the cost of a solved task in USD; <see langword="null"/> when nothing was solved or the cost is unknown.</summary>
    public double? CostPerSolvedUsd => Metrics is { CostPerTaskUsd: { } cost, Quality.Value: > 0 and var quality }
        ? cost.Value / quality : null;
}
