namespace Eval.Results.Records;

/// <summary>What a model's tokens cost, in USD per million tokens. Stored with each run.</summary>
public sealed record Price
{
    /// <summary>Gets the price of fresh input.</summary>
    public required decimal InputUsdPerMillionTokens { get; init; }

    /// <summary>Gets the price of input read from the provider's cache; <see langword="null"/>: as fresh input.</summary>
    public decimal? CachedInputUsdPerMillionTokens { get; init; }

    /// <summary>Gets the price of input written to the provider's cache; <see langword="null"/>: as fresh input.</summary>
    public decimal? CacheWriteUsdPerMillionTokens { get; init; }

    /// <summary>Gets the price of output, reasoning included.</summary>
    public required decimal OutputUsdPerMillionTokens { get; init; }

    /// <summary>Gets the day the price was looked up.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gets where the price was looked up.</summary>
    public string? Source { get; init; }

    /// <summary>Returns the cost of a call; <see langword="null"/> when input or output tokens are unknown.</summary>
    public decimal? CostUsd(Usage usage)
    {
        if (usage.InputTokens is not { } input || usage.OutputTokens is not { } output)
        {
            return null;
        }

        var cached = usage.CachedInputTokens ?? 0;
        var written = usage.CacheWriteTokens ?? 0;

        // An endpoint that counts more cached than all tokens gives no money back.
        return (Math.Max(0, input - cached - written) * InputUsdPerMillionTokens
            + cached * (CachedInputUsdPerMillionTokens ?? InputUsdPerMillionTokens)
            + written * (CacheWriteUsdPerMillionTokens ?? InputUsdPerMillionTokens)
            + output * OutputUsdPerMillionTokens) / 1_000_000m;
    }
}
