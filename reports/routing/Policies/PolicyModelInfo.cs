using Eval.Results.Records;

namespace Eval.Routing.Policies;

/// <summary>What a gateway must know of a model that a policy names. Holds no secret.</summary>
public sealed record PolicyModelInfo
{
    /// <summary>Gets the provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the identifier that the provider expects.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the address up to and without <c>/chat/completions</c>; <see langword="null"/> when unknown.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Gets the environment variable that holds the key; <see langword="null"/> when none is needed or known.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>Gets what it was measured with; <see langword="null"/> when unknown, as in files of earlier versions.</summary>
    public ModelParameters? Parameters { get; init; }

    /// <summary>Gets the price of a million input tokens in USD; <see langword="null"/> when unknown.</summary>
    public decimal? InputUsdPerMillionTokens { get; init; }

    /// <summary>Gets the price of a million output tokens in USD; <see langword="null"/> when unknown.</summary>
    public decimal? OutputUsdPerMillionTokens { get; init; }

    /// <summary>Gets a value indicating whether it is a simulated model.</summary>
    public bool IsSimulated { get; init; }
}
