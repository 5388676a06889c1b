using System.ComponentModel;
using Eval.Results.Records;

namespace Eval.Harness.Configuration;

/// <summary>A price of the configuration file, in USD per million tokens.</summary>
internal sealed record PriceConfig
{
    public required decimal Input { get; init; }

    public decimal? CachedInput { get; init; }

    public decimal? CacheWrite { get; init; }

    public required decimal Output { get; init; }

    public DateOnly? AsOf { get; init; }

    public string? Source { get; init; }

    public Price ToPrice() => new()
    {
        InputUsdPerMillionTokens = Input,
        CachedInputUsdPerMillionTokens = CachedInput,
        CacheWriteUsdPerMillionTokens = CacheWrite,
        OutputUsdPerMillionTokens = Output,
        AsOf = AsOf,
        Source = Source ?? "configuration file",
    };
}
