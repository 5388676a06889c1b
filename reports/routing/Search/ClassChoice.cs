using Eval.Results.Statistics;

namespace Eval.Routing.Search;

/// <summary>The models within one class of tasks.</summary>
public sealed record ClassChoice
{
    /// <summary>Gets the class.</summary>
    public required string Class { get; init; }

    /// <summary>Gets the number of tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Gets the model with the highest quality.</summary>
    public required string Best { get; init; }

    /// <summary>Gets its quality.</summary>
    public required Estimate BestQuality { get; init; }

    /// <summary>Gets its cost per task in USD; <see langword="null"/> when unknown.</summary>
    public double? BestCostUsd { get; init; }

    /// <summary>Gets the cheapest model that was shown to be within the margin of the best; the best itself when no other was.</summary>
    public required string Cheapest { get; init; }

    /// <summary>Gets its quality.</summary>
    public required Estimate CheapestQuality { get; init; }

    /// <summary>Gets its cost per task in USD; <see langword="null"/> when unknown.</summary>
    public double? CheapestCostUsd { get; init; }

    /// <summary>Gets the cheapest model's quality minus the best one's; <see langword="null"/> when they are the same.</summary>
    public Estimate? Difference { get; init; }

    /// <summary>
    /// Gets the p-value of that difference (McNemar's exact test), corrected over the classes; <see langword="null"/> when they are the
    /// same.
    /// </summary>
    public double? PValue { get; init; }
}
