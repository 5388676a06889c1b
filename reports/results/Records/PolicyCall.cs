namespace Eval.Results.Records;

/// <summary>One call that a routing policy made for a request, and what became of its answer.</summary>
public sealed record PolicyCall
{
    /// <summary>Gets the model by the name that the policy calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Gets how the call ended.</summary>
    public PolicyCallOutcome Outcome { get; init; }

    /// <summary>Gets a value indicating whether its answer is the one that was served.</summary>
    public bool IsServed { get; init; }

    /// <summary>Gets the HTTP status of a failure; <see langword="null"/> where none arrived.</summary>
    public int? Status { get; init; }

    /// <summary>Gets why it failed, one sentence without secrets.</summary>
    public string? Error { get; init; }

    /// <summary>Gets when it began, in milliseconds of the request's own time: what is waited for, without queueing of ours.</summary>
    public double StartMs { get; init; }

    /// <summary>Gets the answer's latency, or how long it took until it failed or was cancelled, in milliseconds.</summary>
    public double LatencyMs { get; init; }

    /// <summary>Gets the model's own time to first token in milliseconds; <see langword="null"/> when unknown.</summary>
    public double? TtftMs { get; init; }

    /// <summary>Gets the input tokens.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Gets the output tokens.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Gets a value indicating whether the tokens are our estimate.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets the cost in USD, billed tries that failed included; <see langword="null"/> when price or tokens are unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets whether the answer was accepted; <see langword="null"/> where nothing verified it.</summary>
    public bool? IsAccepted { get; init; }

    /// <summary>Gets what decided, in words: the verifier that rejected, or all that accepted.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>Gets how long verifying took, in milliseconds.</summary>
    public double? VerificationMs { get; init; }
}
