using System.Collections.ObjectModel;
using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>What is known of one model on one class of one data set: a row of <c>summary.csv</c>. Null means undefined, never 0.</summary>
public sealed record SummaryRow
{
    /// <summary>The word for "not split by this".</summary>
    public const string All = "all";

    /// <summary>Gets the data set, or <c>all</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Gets the class, or <c>all</c>.</summary>
    public required string Class { get; init; }

    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the number of distinct tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Gets the number of attempts, skipped ones left out.</summary>
    public required int Attempts { get; init; }

    /// <summary>Gets the number that passed.</summary>
    public required int Passed { get; init; }

    /// <summary>
    /// Gets pass@1 over answered attempts (conditional) with its Wilson interval; clustered by task when there are several samples.
    /// </summary>
    public Estimate? PassAt1 { get; init; }

    /// <summary>Gets pass@1 with infrastructure errors counted as failures (strict).</summary>
    public Estimate? StrictPassAt1 { get; init; }

    /// <summary>Gets pass@k for k = <see cref="K"/>; null when k is 1 or larger than the samples of some task.</summary>
    public Estimate? PassAtK { get; init; }

    /// <summary>
    /// Gets pass^k, the chance that all k answers pass; defined where <see cref="PassAtK"/> is. Not a column of <c>summary.csv</c>.
    /// </summary>
    public Estimate? PassHatK { get; init; }

    /// <summary>Gets k: the number of samples per task.</summary>
    public int K { get; init; } = 1;

    /// <summary>Gets the number of attempts per verdict, by the verdict's name in files.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>Gets the number of provider and sandbox errors.</summary>
    public required int InfrastructureErrors { get; init; }

    /// <summary>Gets answered ÷ (answered + provider errors).</summary>
    public Estimate? Availability { get; init; }

    /// <summary>Gets the median time to first token in milliseconds; null below 5 attempts.</summary>
    public Estimate? TtftP50Ms { get; init; }

    /// <summary>Gets the 90th percentile of the time to first token in milliseconds; null below 10 attempts.</summary>
    public Estimate? TtftP90Ms { get; init; }

    /// <summary>Gets the 99th percentile of the time to first token in milliseconds; null below 300 attempts.</summary>
    public Estimate? TtftP99Ms { get; init; }

    /// <summary>Gets the median latency in milliseconds.</summary>
    public Estimate? LatencyP50Ms { get; init; }

    /// <summary>Gets the 90th percentile of the latency in milliseconds.</summary>
    public Estimate? LatencyP90Ms { get; init; }

    /// <summary>Gets the median of 1 ÷ (time per output token); null below 5 attempts whose text came long enough to tell.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>Gets the sum of input tokens.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Gets the sum of output tokens.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Gets the total cost in USD; null when any attempt's is unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets the mean cost per task attempt in USD.</summary>
    public Estimate? CostPerTaskUsd { get; init; }

    /// <summary>Gets the total cost ÷ number passed in USD; null when none passed.</summary>
    public Estimate? CostPerSolvedUsd { get; init; }

    /// <summary>Gets the share of answers cut at the token limit.</summary>
    public double? TruncationRate { get; init; }

    /// <summary>
    /// Gets what the catalogue's metrics make of the answered attempts, by the metric's name; those of which nothing is known are left out.
    /// </summary>
    public IReadOnlyDictionary<string, Estimate> Computed { get; init; } = ReadOnlyDictionary<string, Estimate>.Empty;

    /// <summary>Gets the share of attempts that passed with a patch that is flagged. Not a column of <c>summary.csv</c>.</summary>
    public double FlaggedPassRate { get; init; }

    /// <summary>Gets a value indicating whether the model is simulated.</summary>
    public bool IsSimulated { get; init; }
}
