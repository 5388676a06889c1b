using System.Text.Json;
using CsCheck;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Statistics;

public sealed class PriceTests
{
    [Fact]
    public void Cached_input_is_a_part_of_the_input()
    {
        var vector = Vectors.Get("token_cost_openai");
        var price = Price(vector, "c", null);
        var usage = new Usage
        {
            InputTokens = Int(vector, "prompt"),
            CachedInputTokens = Int(vector, "cached"),
            OutputTokens = Int(vector, "completion"),
            ReasoningTokens = Int(vector, "reasoning"),
        };

        Assert.Equal(vector.GetProperty("usd").GetDecimal(), price.CostUsd(usage));
    }

    [Fact]
    public void Writing_to_a_cache_has_its_own_price()
    {
        var vector = Vectors.Get("token_cost_anthropic");
        var (read, written) = (Int(vector, "cache_read"), Int(vector, "cache_write"));
        var usage = new Usage
        {
            InputTokens = Int(vector, "input_tokens") + read + written,
            CachedInputTokens = read,
            CacheWriteTokens = written,
            OutputTokens = Int(vector, "output"),
        };

        Assert.Equal(vector.GetProperty("usd").GetDecimal(), Price(vector, "c", "w").CostUsd(usage));
    }

    [Fact]
    public void A_cost_is_unknown_when_a_part_is_unknown()
    {
        Assert.Null(An.Model().Price!.CostUsd(new Usage { InputTokens = 1 }));
        Assert.Null(An.Model().Price!.CostUsd(new Usage { OutputTokens = 1 }));
    }

    [Fact]
    public void Cost_is_additive_over_calls_and_linear_in_price() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample((a, b, c, d) =>
        {
            var price = An.Model().Price!;
            var twice = price with { InputUsdPerMillionTokens = 2.5m, OutputUsdPerMillionTokens = 20m };
            var sum = price.CostUsd(An.Usage(a, b)) + price.CostUsd(An.Usage(c, d));
            Assert.Equal(sum, price.CostUsd(An.Usage(a + c, b + d)));
            Assert.Equal(2 * sum, twice.CostUsd(An.Usage(a + c, b + d)));
        });

    private static int Int(JsonElement vector, string name) => vector.GetProperty(name).GetInt32();

    private static Price Price(JsonElement vector, string cached, string? written)
    {
        var prices = vector.GetProperty("price");
        return new Price
        {
            InputUsdPerMillionTokens = prices.GetProperty("i").GetDecimal(),
            CachedInputUsdPerMillionTokens = prices.GetProperty(cached).GetDecimal(),
            CacheWriteUsdPerMillionTokens = written is null ? null : prices.GetProperty(written).GetDecimal(),
            OutputUsdPerMillionTokens = prices.GetProperty("o").GetDecimal(),
        };
    }
}
