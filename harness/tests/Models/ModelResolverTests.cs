using Eval.Harness.CommandLine;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Simulation;

namespace Eval.Harness.Tests.Models;

public sealed class ModelResolverTests
{
    private static readonly Dictionary<string, string> Keys = new() { ["OPENAI_API_KEY"] = "k", ["OPENROUTER_API_KEY"] = "r", ["MY_KEY"] = "m" };

    [Theory]
    [InlineData("gpt-4o-mini", "openai", "gpt-4o-mini", "https://api.openai.com/v1")]
    [InlineData("openrouter/qwen/qwen-2.5-coder-32b-instruct", "openrouter", "qwen/qwen-2.5-coder-32b-instruct", "https://openrouter.ai/api/v1")]
    [InlineData("meta/llama-x", "openai", "meta/llama-x", "https://api.openai.com/v1")]
    [InlineData("ollama/qwen3", "ollama", "qwen3", "http://localhost:11434/v1")]
    [InlineData("mine/fast", "mine", "fast", "https://mine.example/v1")]
    public void A_name_says_whom_to_ask(string name, string provider, string model, string url)
    {
        var spec = Assert.Single(Resolve(name).Models);

        Assert.Equal((provider, model, new Uri(url)), (spec.Provider.Name, spec.RequestedModel, spec.Provider.BaseUrl));
    }

    [Theory]
    [InlineData("gpt-4o-mini", 0.15, 0.60, 128_000)]
    [InlineData("gpt-4o", 2.50, 10.00, 128_000)]
    [InlineData("claude-3-5-sonnet", 3.00, 15.00, 200_000)]
    [InlineData("deepseek-coder-v2", 0.14, 0.28, 128_000)]
    [InlineData("llama-3.1-405b", 2.70, 2.70, 128_000)]
    [InlineData("openrouter/qwen/qwen-2.5-coder-32b-instruct", 0.20, 0.40, 128_000)]
    public void Known_models_have_prices(string name, double input, double output, int context)
    {
        var spec = Assert.Single(Resolve(name).Models);

        Assert.Equal(((decimal)input, (decimal)output, context), (spec.Price!.InputUsdPerMillionTokens, spec.Price.OutputUsdPerMillionTokens, spec.ContextWindow));
    }

    [Fact]
    public void An_unknown_model_has_no_price_rather_than_none_to_pay()
    {
        Assert.Null(Assert.Single(Resolve("brand-new-model").Models).Price);
    }

    [Fact]
    public void Missing_keys_are_told_once_per_variable_with_both_ways_on()
    {
        var (models, mistakes) = Resolve("deepseek/a", "deepseek/b");

        Assert.Empty(models);
        Assert.Equal(["deepseek/a, deepseek/b: no key; set DEEPSEEK_API_KEY, or try it without a key: --models sim/strong,sim/cheap."], mistakes);
    }

    [Fact]
    public void Simulated_models_are_told_by_name()
    {
        var (_, mistakes) = Resolve("sim/strnog");

        Assert.Equal($"sim/strnog: there is no such simulated model; choose from {string.Join(", ", SimulatedProvider.Names.Select(name => "sim/" + name))}.", Assert.Single(mistakes));
    }

    [Fact]
    public void Keys_are_masked_wherever_they_could_be_printed()
    {
        var spec = Assert.Single(Resolve("mine/fast").Models);

        Assert.DoesNotContain("ApiKey = m", spec.ToString(), StringComparison.Ordinal);
        Assert.Equal("***", spec.Provider.ApiKey!.ToString());
    }

    private static (IReadOnlyList<ModelSpec> Models, IReadOnlyList<string> Mistakes) Resolve(params string[] names) => ModelResolver.Resolve(
        new RunOptions { Models = names },
        new EvalConfig { Providers = new Dictionary<string, ProviderConfig> { ["mine"] = new() { BaseUrl = "https://mine.example/v1", ApiKeyEnv = "MY_KEY" } } },
        null,
        Keys.GetValueOrDefault);
}
