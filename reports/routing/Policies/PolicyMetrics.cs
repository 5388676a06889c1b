using Eval.Results.Statistics;

namespace Eval.Routing.Policies;

/// <summary>What a policy is expected to do, scored on tasks that it was not chosen on.</summary>
public sealed record PolicyMetrics
{
    /// <summary>Gets the share of tasks solved; a request that nobody answered is not solved.</summary>
    public required Estimate Quality { get; init; }

    /// <summary>Gets the cost per task in USD; <see langword="null"/> when a price is unknown.</summary>
    public Estimate? CostPerTaskUsd { get; init; }

    /// <summary>Gets the mean latency in milliseconds of requests that were answered; <see langword="null"/> when unknown.</summary>
    public Estimate? LatencyMeanMs { get; init; }

    /// <summary>Gets the median latency in milliseconds of requests that were answered; <see langword="null"/> when unknown.</summary>
    public Estimate? LatencyP50Ms { get; init; }

    /// <summary>Gets the 90th percentile of it.</summary>
    public Estimate? LatencyP90Ms { get; init; }

    /// <summary>Gets the median time until a user sees something, in milliseconds: of a cascade never before the verdict.</summary>
    public Estimate? TtftP50Ms { get; init; }

    /// <summary>Gets the 90th percentile of it.</summary>
    public Estimate? TtftP90Ms { get; init; }

    /// <summary>Gets the share of requests that somebody answered.</summary>
    public required Estimate Availability { get; init; }

    /// <summary>Gets the share of requests that went beyond the first stage of a cascade.</summary>
    public double EscalationRate { get; init; }
}
