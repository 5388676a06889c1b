using Eval.Harness.Configuration;

namespace Eval.Harness.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Providers_models_and_prices_are_read()
    {
        var (config, mistakes) = Read("""
            {
              // our gateway
              "providers": { "gateway": { "baseUrl": "https://gateway.example/v1", "apiKeyEnv": "GATEWAY_KEY" } },
              "models": { "fast": { "provider": "gateway", "model": "fast-1", "price": { "input": 0.1, "output": 0.4, "asOf": "2026-01-31" } } },
              "metrics": { "lines": "Code.Split('\\n').Length" },
            }
            """);

        Assert.Empty(mistakes);
        Assert.Equal("GATEWAY_KEY", config.Providers["gateway"].ApiKeyEnv);
        Assert.Equal((0.1m, 0.4m), (config.Models["fast"].Price!.Input, config.Models["fast"].Price!.Output));
    }

    [Theory]
    [InlineData("{\n \"modles\": {}\n}", "line 2, field 'modles': there is no such field; check its spelling.")]
    [InlineData("{\n \"models\": { \"a\": { \"price\": { \"input\": 1 } } }\n}", "line 2, field 'models.a.price': a price needs 'input' and 'output', in USD per million tokens.")]
    [InlineData("{ \"providers\": { \"x\": { \"baseUrl\": \"gateway\" } } }", "field 'providers.x.baseUrl': 'gateway' is not an http or https address.")]
    [InlineData("{ \"providers\": { \"x\": { \"apiKeyEnv\": \"sk-12-34\" } } }", "field 'providers.x.apiKeyEnv': write the name of an environment variable, not the key itself.")]
    [InlineData("{ \"routing\": { \"margin\": 2 } }", "field 'routing.margin' 2: write a rate from 0 to 0.5, for instance 0.02 for two percentage points.")]
    [InlineData("{ \"routing\": { \"maxTtftP90\": -1 } }", "field 'routing.maxTtftP90' -1: write milliseconds of at least 0.")]
    [InlineData("{ \"routing\": { \"verifierUrl\": \"https://v.example/?key=hunter2\" } }", "field 'routing.verifierUrl': write the whole address, with http:// or https:// and without a name, a password or a query, which may be a secret.")]
    [InlineData("{ \"routing\": { \"classify\": \"mood\" } }", "field 'routing.classify' mood: choose class or difficulty.")]
    [InlineData("{ \"routing\": { \"classify\": \"class\", \"callerTellsDifficulty\": true } }", "field 'routing.classify' and field 'routing.callerTellsDifficulty' exclude each other: callers tell it, or it is read from the prompt.")]
    [InlineData("{ \"routing\": { \"assumeVerifier\": \"0.1,0.05\" } }", "field 'routing.assumeVerifier' needs field 'routing.verifierUrl', the service that will verify; a policy without it could not be followed.")]
    public void A_mistake_is_named_by_file_line_and_field(string json, string sentence)
    {
        var (_, mistakes) = Read(json);

        Assert.Equal([$"{_file}, {sentence}"], mistakes);
    }

    [Fact]
    public void A_key_in_the_wrong_place_is_never_repeated()
    {
        var (_, mistakes) = Read("{ \"providers\": { \"x\": { \"apiKeyEnv\": \"sk-secret-secret\" } } }");

        Assert.DoesNotContain("sk-secret", string.Join(' ', mistakes), StringComparison.Ordinal);
    }

    private (EvalConfig Config, List<string> Mistakes) Read(string json)
    {
        File.WriteAllText(_file, json);
        var mistakes = new List<string>();
        return (ConfigFile.Read(_file, mistakes), mistakes);
    }
}
