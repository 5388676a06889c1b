using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Providers;
using Eval.Harness.Redaction;
using Eval.Harness.Simulation;

namespace Eval.Harness.Tests.Models;

public sealed class ModelResolverTests
{
    private static readonly Dictionary<string, string> Keys = new() { ["OPENAI_API_KEY"] = "k", ["OPENROUTER_API_KEY"] = "r",
        ["MY_KEY"] = "m", ["MODAL"] = "Basic s\n" };

    [Theory]
    [InlineData("gpt-4o-mini", "openai", "gpt-4o-mini", "https://api.openai.com/v1")]
    [InlineData("openrouter/qwen/qwen-2.5-coder-32b-instruct", "openrouter", "qwen/qwen-2.5-coder-32b-instruct",
        "https://openrouter.ai/api/v1")]
    [InlineData("meta/llama-x", "openai", "meta/llama-x", "https://api.openai.com/v1")]
    [InlineData("ollama/qwen3", "ollama", "qwen3", "http://localhost:11434/v1")]
    [InlineData("mine/fast", "mine", "fast", "https://mine.example/v1")]
    public void A_name_says_whom_to_ask(string name, string provider, string model, string url)
    {
        var spec = Assert.Single(Resolve(name).Models);

        Assert.Equal((provider, model, new Uri(url)), (spec.Endpoint.Name, spec.RequestedModel, spec.Endpoint.BaseUrl));
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

        Assert.Equal(((decimal)input, (decimal)output, context),
            (spec.Price!.InputUsdPerMillionTokens, spec.Price.OutputUsdPerMillionTokens, spec.ContextWindow));
    }

    [Fact]
    public void An_unknown_model_has_no_price_rather_than_none_to_pay()
    {
        Assert.Null(Assert.Single(Resolve("brand-new-model").Models).Price);
    }

    [Fact]
    public void A_local_model_has_no_hosted_price_by_either_spelling_unless_the_file_gives_one()
    {
        var config = new EvalConfig
        {
            Providers = new Dictionary<string, ProviderConfig> { ["lan"] = new() { BaseUrl = "http://192.168.1.20:8000/v1" },
                ["vllm"] = new() { BaseUrl = "https://gpu.example.com/v1" } },
            Models = new Dictionary<string, ModelConfig> { ["lan/priced"] = new() { Price = new PriceConfig { Input = 1, Output = 2 } } },
        };
        var specs = Resolve(config, "ollama/deepseek-coder-v2", "ollama/deepseek-coder-v2:16b", "vllm/qwen-2.5-coder-32b",
            "lmstudio/gpt-4o-mini", "lan/gpt-4o", "lan/priced").Models;

        Assert.Equal([null, null, null, null, null, 2m], specs.Select(spec => spec.Price?.OutputUsdPerMillionTokens));
        Assert.Equal(specs[0].ContextWindow, specs[1].ContextWindow);
        Assert.NotNull(specs[0].ContextWindow);
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "sk-a\nsk-b", "OPENAI_API_KEY holds a line break")]
    [InlineData("OPENAI_BASE_URL", "http://user:pa55word@127.0.0.1/v1", "OPENAI_BASE_URL: the address holds a user name or a password")]
    [InlineData("OPENAI_BASE_URL", "https://a.example/v1?key=pa55word",
        "OPENAI_BASE_URL: the query of the address holds what looks like a key")]
    public void What_the_environment_garbles_is_told_by_its_variable_before_anything_is_asked(string variable, string value, string mistake)
    {
        var environment = new Dictionary<string, string>(Keys) { [variable] = value };
        var (models, mistakes) = ModelResolver.Resolve(new ModelOptions(["gpt-4o", "gpt-4o-mini"], new SamplingOptions(), AreAsked: true),
            new EvalConfig(), null,
            environment.GetValueOrDefault);

        Assert.Empty(models);
        Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://lab.openai.azure.com", "https://lab.openai.azure.com/openai/v1/models")]
    [InlineData("https://openai-lab.azure.example/?api-version=preview",
        "https://openai-lab.azure.example/openai/v1/models?api-version=preview")]
    [InlineData("https://lab.example/openai/deployments/d/chat/completions?api-version=2024-10-21",
        "https://lab.example/openai/deployments/d/models?api-version=2024-10-21")]
    public void An_azure_address_is_taken_as_it_is_pasted(string address, string models) =>
        Assert.Equal(models, ProviderPresets.Find("azure", name => name == "AZURE_OPENAI_ENDPOINT" ? address : null)!.AddressOf("models",
            new Dictionary<string, string>()).AbsoluteUri);

    [Fact]
    public void A_provider_has_headers_and_a_timeout_of_its_own_and_secrets_come_from_the_environment()
    {
        var config = new EvalConfig
        {
            Providers = new Dictionary<string, ProviderConfig>
            {
                ["gateway"] = new()
                {
                    BaseUrl = "https://gateway.example/v1", ApiKeyEnv = "MY_KEY", Timeout = 2.5,
                    Headers = new Dictionary<string, string> { ["x-portkey-provider"] = "openai" },
                    HeadersEnv = new Dictionary<string, string> { ["Modal-Secret"] = "MODAL" },
                },
                ["basic"] = new() { BaseUrl = "https://basic.example/v1", ApiKeyEnv = "MY_KEY",
                    HeadersEnv = new Dictionary<string, string> { ["authorization"] = "MODAL" } },
            },
        };

        var spec = Assert.Single(Resolve(config, "gateway/m").Models);
        var gateway = spec.Endpoint;
        Assert.Equal((TimeSpan.FromSeconds(2.5), "x-portkey-provider: openai; Modal-Secret: Basic s; Authorization: Bearer m"),
            (gateway.Timeout, Sent(spec)));
        Assert.Equal("Authorization: Basic s", Sent(Assert.Single(Resolve(config, "basic/m").Models)));
        Assert.Equal(["gateway/m: no key; set MODAL, or try it without a key: --models sim/strong,sim/cheap."],
            ModelResolver.Resolve(new ModelOptions(["gateway/m"], new SamplingOptions(), AreAsked: true), config, null,
                name => name == "MY_KEY" ? "m" : null).Mistakes);
        Assert.DoesNotContain("Basic s", gateway.ToString(), StringComparison.Ordinal);

        static string Sent(ModelSpec model)
        {
            using var message = new HttpRequestMessage();
            model.Authorize(message);
            return string.Join("; ", message.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}"));
        }
    }

    [Fact]
    public void Missing_keys_are_told_once_per_variable_with_both_ways_on()
    {
        var (models, mistakes) = Resolve("deepseek/a", "deepseek/b");

        Assert.Empty(models);
        Assert.Equal(["deepseek/a, deepseek/b: no key; set DEEPSEEK_API_KEY, or try it without a key: --models sim/strong,sim/cheap."],
            mistakes);
    }

    [Fact]
    public void Simulated_models_are_told_by_name()
    {
        var (_, mistakes) = Resolve("sim/strnog");

        Assert.Equal($"sim/strnog: there is no such simulated model; choose from "
            + $"{string.Join(", ", SimulatedProvider.Names.Select(name => "sim/" + name))}.", Assert.Single(mistakes));
    }

    [Fact]
    public void Keys_are_masked_wherever_they_could_be_printed()
    {
        var spec = Assert.Single(Resolve("mine/fast").Models);

        Assert.DoesNotContain("ApiKey = m", spec.ToString(), StringComparison.Ordinal);
        Assert.Equal("***", spec.Endpoint.ApiKey!.ToString());
    }

    private static ResolvedModels Resolve(params string[] names) => Resolve(
        new EvalConfig { Providers = new Dictionary<string, ProviderConfig> { ["mine"] = new() { BaseUrl = "https://mine.example/v1",
            ApiKeyEnv = "MY_KEY" } } }, names);

    private static ResolvedModels Resolve(EvalConfig config, params string[] names) =>
        ModelResolver.Resolve(new ModelOptions(names, new SamplingOptions(), AreAsked: true), config, null, Keys.GetValueOrDefault);
}
