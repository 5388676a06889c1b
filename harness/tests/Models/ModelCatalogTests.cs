using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class ModelCatalogTests
{
    [Fact]
    public void Every_entry_says_what_it_costs_when_that_was_so_and_who_says_it() => Assert.All(ModelCatalog.Bundled().Entries, entry =>
    {
        Assert.NotEmpty(entry.Names);
        Assert.True(entry is { Input: > 0, Output: > 0, ContextWindow: > 0, Source.Length: > 0 }, entry.Names[0]);
        Assert.True(entry.Output >= entry.Input && (entry.CachedInput ?? 0) <= entry.Input
            && (entry.CacheWrite ?? entry.Input) >= entry.Input, entry.Names[0]);
        Assert.True(entry.AsOf > new DateOnly(2024, 1, 1));
    });

    [Theory]
    [InlineData("gpt-5.5")]
    [InlineData("claude-sonnet-4-6")]
    [InlineData("anthropic/claude-sonnet-4.6")]
    [InlineData("gemini-3.1-pro-preview")]
    [InlineData("deepseek-v4-pro")]
    public void Todays_models_are_in_it(string name) => Assert.NotNull(ModelCatalog.Bundled().Find(name)?.Price);

    [Fact]
    public void A_tag_is_another_offer_of_a_host_and_another_size_on_ones_own_machine()
    {
        var catalog = ModelCatalog.Bundled();

        Assert.Null(catalog.Find("qwen/qwen3-coder:free"));
        Assert.Equal(catalog.Find("deepseek-coder-v2"), catalog.Find("deepseek-coder-v2:16b", isLocal: true));
    }
}
