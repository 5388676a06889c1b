using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>What is known of a model beforehand.</summary>
internal sealed record CatalogEntry
{
    /// <summary>The names it goes by, the usual one first.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>In tokens.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>The most tokens that one reply can have.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>In USD per million tokens, as the other prices.</summary>
    public required decimal Input { get; init; }

    public decimal? CachedInput { get; init; }

    public decimal? CacheWrite { get; init; }

    public required decimal Output { get; init; }

    public required DateOnly AsOf { get; init; }

    public required string Source { get; init; }

    public Price Price => new()
    {
        InputUsdPerMillionTokens = Input,
        CachedInputUsdPerMillionTokens = CachedInput,
        CacheWriteUsdPerMillionTokens = CacheWrite,
        OutputUsdPerMillionTokens = Output,
        AsOf = AsOf,
        Source = Source,
    };
}
