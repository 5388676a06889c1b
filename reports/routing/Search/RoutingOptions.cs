using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>What a search is asked to find. Margin and baseline are declared before anyone sees results.</summary>
public sealed record RoutingOptions
{
    /// <summary>The margin that is taken when nobody declares one: two percentage points.</summary>
    public const double DefaultMargin = 0.02;

    /// <summary>
    /// Gets the model in use today, with which everything is compared; <see langword="null"/>: the one with the highest quality.
    /// </summary>
    public string? BaselineModel { get; init; }

    /// <summary>Gets the loss of quality that is acceptable, 0 to 1.</summary>
    public double Margin { get; init; } = DefaultMargin;

    /// <summary>Gets the most a task may cost on average, in USD; <see langword="null"/> for no limit.</summary>
    public double? MaxCostPerTaskUsd { get; init; }

    /// <summary>
    /// Gets the most the 90th percentile of the time to first token may be, in milliseconds; <see langword="null"/> for no limit.
    /// </summary>
    public double? MaxTtftP90Ms { get; init; }

    /// <summary>Gets the most the 90th percentile of the latency may be, in milliseconds; <see langword="null"/> for no limit.</summary>
    public double? MaxLatencyP90Ms { get; init; }

    /// <summary>Gets how many providers must be able to answer each request. Default: 1.</summary>
    public int MinProviders { get; init; } = 1;

    /// <summary>Gets a value indicating whether the caller will tell the annotated difficulty with each request.</summary>
    public bool CallerTellsDifficulty { get; init; }

    /// <summary>
    /// Gets the feature that callers do not declare and a classifier reads from the prompt: <see cref="RequestFeature.Class"/>, when
    /// callers declare nothing at all, or the difficulty; <see langword="null"/> when nothing is classified.
    /// </summary>
    public string? Classify { get; init; }

    /// <summary>Gets what is otherwise than the run declared, in words.</summary>
    public IReadOnlyList<string> ChangedAfterwards { get; init; } = [];

    /// <summary>Gets the kinds of policies that are tried; single models always are. Default: all.</summary>
    public PolicyFamily Families { get; init; } = PolicyFamily.All;

    /// <summary>Gets the service that verifies answers in production; <see langword="null"/> when there is none.</summary>
    public Uri? VerifierUrl { get; init; }

    /// <summary>Gets what replays take for granted.</summary>
    public ReplayAssumptions Assumptions { get; init; } = new();

    /// <summary>Gets the number of folds. Default: 10.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Gets the seed by which tasks are dealt into folds.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Gets how often the whole search is repeated on drawn tasks for the intervals of the recommendation. Default: 200.</summary>
    public int Replicates { get; init; } = 200;
}
