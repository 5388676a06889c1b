namespace Eval.Results.Records;

/// <summary>Tokens of one call, normalised; <see langword="null"/> means the endpoint did not say.</summary>
public sealed record Usage
{
    /// <summary>Gets all input tokens, cached ones included.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Gets the input tokens read from the provider's cache; a part of <see cref="InputTokens"/>.</summary>
    public int? CachedInputTokens { get; init; }

    /// <summary>Gets the input tokens written to the provider's cache; a part of <see cref="InputTokens"/>.</summary>
    public int? CacheWriteTokens { get; init; }

    /// <summary>Gets all output tokens, reasoning included.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Gets the reasoning tokens; a part of <see cref="OutputTokens"/>.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Gets a value indicating whether the numbers are our estimate because the endpoint gave none.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets a value indicating whether the numbers contradict each other, for instance more cached than input tokens.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Gets the cost the provider itself reported, in USD.</summary>
    public decimal? ProviderReportedCostUsd { get; init; }

    /// <summary>Gets the usage object as received, JSON.</summary>
    public string? Raw { get; init; }
}
