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
    [InlineData("{\n \"models\": {},\n \"models\": {}\n}", "line 3, field 'models': it is there twice; keep one.")]
    [InlineData("{ \"models\": { \"a\": {}, \"a\": {} } }", "line 1, field 'models.a': it is there twice; keep one.")]
    [InlineData("{ \"Models\": {} }", "line 1, field 'Models': there is no such field; check its spelling.")]
    [InlineData("{\n \"modles\": {}\n}", "line 2, field 'modles': there is no such field; check its spelling.")]
    [InlineData("{\n \"models\": { \"a\": { \"price\": { \"input\": 1 } } }\n}",
        "line 2, field 'models.a.price': a price needs 'input' and 'output', in USD per million tokens.")]
    [InlineData("{ \"providers\": { \"x\": { \"baseUrl\": \"gateway\" } } }",
        "field 'providers.x.baseUrl': 'gateway' is not an http or https address; write it with https:// or http:// in front.")]
    [InlineData("{ \"providers\": { \"x\": { \"apiKeyEnv\": \"sk-12-34\" } } }",
        "field 'providers.x.apiKeyEnv': write the name of an environment variable, not the key itself.")]
    [InlineData("{ \"providers\": { \"x\": { \"timeout\": 0 } } }",
        "field 'providers.x.timeout': write seconds above 0 and at most 86400.")]
    [InlineData("{ \"providers\": { \"x\": { \"headers\": { \"a b\": \"c\" } } } }",
        "field 'providers.x.headers': a header's name holds letters, digits and dashes only.")]
    [InlineData("{ \"providers\": { \"x\": { \"headers\": { \"Content-Type\": \"c\" } } } }",
        "field 'providers.x.headers': 'Content-Type' belongs to the call itself and is set by this program.")]
    [InlineData("{ \"providers\": { \"x\": { \"headers\": { \"x-a\": \"c\\nd\" } } } }",
        "field 'providers.x.headers': the value of 'x-a' must be one line of ASCII.")]
    [InlineData("{ \"providers\": { \"x\": { \"headersEnv\": { \"Modal-Key\": \"wk-1 2\" } } } }",
        "field 'providers.x.headersEnv': 'Modal-Key': write the name of an environment variable, not the value itself.")]
    [InlineData("{ \"providers\": { \"x\": { \"headers\": { \"x-a\": \"b\" }, \"headersEnv\": { \"X-A\": \"B\" } } } }",
        "field 'providers.x.headers': 'x-a' is named twice, here or in headersEnv; a call has one.")]
    [InlineData("{ \"providers\": { \"x\": { \"apiKeyHeader\": \"\" } } }",
        "field 'providers.x.apiKeyHeader': a header's name holds letters, digits and dashes only.")]
    [InlineData("{ \"routing\": { \"margin\": 2 } }",
        "field 'routing.margin' 2: write a rate from 0 to 0.5, for instance 0.02 for two percentage points.")]
    [InlineData("{ \"routing\": { \"maxTtftP90\": -1 } }", "field 'routing.maxTtftP90' -1: write milliseconds of at least 0.")]
    [InlineData("{ \"routing\": { \"verifierUrl\": \"https://v.example/?key=hunter2\" } }", "field 'routing.verifierUrl': write the whole "
        + "address, with http:// or https:// and without a name, a password or a query, which may be a secret.")]
    [InlineData("{ \"routing\": { \"classify\": \"mood\" } }", "field 'routing.classify' mood: choose class or difficulty.")]
    [InlineData("{ \"routing\": { \"classify\": \"class\", \"callerTellsDifficulty\": true } }", "field 'routing.classify' and field "
        + "'routing.callerTellsDifficulty' exclude each other: callers tell it, or it is read from the prompt.")]
    [InlineData("{ \"routing\": { \"assumeVerifier\": \"0.1,0.05\" } }", "field 'routing.assumeVerifier' needs field "
        + "'routing.verifierUrl', the service that will verify; a policy without it could not be followed.")]
    public void A_mistake_is_named_by_file_line_and_field(string json, string sentence)
    {
        var (_, mistakes) = Read(json);

        Assert.Equal([$"{_file}, {sentence}"], mistakes);
    }

    [Theory]
    [InlineData("\"apiKeyEnv\": \"sk-secret-secret\"", "field 'providers.x.apiKeyEnv'")]
    [InlineData("\"baseUrl\": \"https://user:sk-secret@a.example/v1\"",
        "field 'providers.x.baseUrl': the address holds a user name or a password")]
    [InlineData("\"baseUrl\": \"https://a.example/v1?token=sk-secret\"",
        "field 'providers.x.baseUrl': the query of the address holds what looks like a key")]
    [InlineData("\"query\": { \"key\": \"sk-secret\" }", "field 'providers.x.query': 'key' looks like a key")]
    [InlineData("\"headers\": { \"Modal-Secret\": \"sk-secret\" }", "field 'providers.x.headers': 'Modal-Secret' looks like a secret")]
    [InlineData("\"headers\": { \"x-who\": \"sk-secret-0123456789\" }", "field 'providers.x.headers': 'x-who' looks like a secret")]
    [InlineData("\"headersEnv\": { \"x-who\": \"sk-secret-0123456789\" }",
        "field 'providers.x.headersEnv': 'x-who': write the name of an environment variable")]
    public void A_key_in_the_wrong_place_is_never_repeated(string field, string mistake)
    {
        var (_, mistakes) = Read($"{{ \"providers\": {{ \"x\": {{ {field} }} }} }}");

        Assert.StartsWith($"{_file}, {mistake}", Assert.Single(mistakes), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", string.Join(' ', mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages", "[]")]
    [InlineData("stream", "false")]
    [InlineData("n", "2")]
    public void What_a_request_sets_itself_is_no_extra_field(string field, string value)
    {
        var (_, mistakes) =
            Read($"{{ \"models\": {{ \"m\": {{ \"provider\": \"openai\", \"extraBody\": {{ \"{field}\": {value} }} }} }} }}");

        Assert.Equal([$"{_file}, field 'models.m.extraBody.{field}': take it out; a request sets this field itself."], mistakes);
    }

    [Fact]
    public void Headers_that_gateways_want_are_fine() => Assert.Empty(Read("""
        { "providers": { "x": { "headers": { "x-portkey-provider": "openai", "OpenAI-Organization": "org-AbCdEfGhIjKlMnOpQrStUvWx", "HTTP-Referer": "https://a.example/", "x-max-tokens": "5",
          "x-tenant": "3fa85f64-5717-4562-b3fc-2c963f66afa6" }, "headersEnv": { "Modal-Key": "MODAL_KEY", "Modal-Secret": "MODAL_SECRET" }, "timeout": 30 } } }
        """).Mistakes);

    private (EvalConfig Config, List<string> Mistakes) Read(string json)
    {
        File.WriteAllText(_file, json);
        var mistakes = new List<string>();
        return (ConfigFile.Read(_file, mistakes), mistakes);
    }
}
