using System.Text.Json;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Providers;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Providers;

public sealed class MeasuredParametersTests
{
    private static readonly ModelParameters Configured = new() { Temperature = 0.7, MaxTokens = 2048 };
    private static readonly ModelParameters Measured = new() { Temperature = 0.2, MaxCompletionTokens = 512, Seed = 5, Stream = false };

    [Fact]
    public void The_command_line_comes_first_then_what_was_measured_then_the_configuration()
    {
        Assert.Equal(Configured, MeasuredParameters.Choose(new SamplingOptions(), Configured, null, isServed: false));
        Assert.Equal(Measured with { Seed = null, Stream = null },
            MeasuredParameters.Choose(new SamplingOptions(), Configured, Measured, isServed: false));
        Assert.Equal(
            new ModelParameters { Temperature = 1, MaxTokens = 9, Seed = 3 },
            MeasuredParameters.Choose(new SamplingOptions(1, 9, 3), Configured, Measured, isServed: false));
    }

    [Fact]
    public void A_served_model_has_the_seed_it_was_measured_with() =>
        Assert.Equal(5, MeasuredParameters.Choose(new SamplingOptions(), Configured with { Seed = 1 }, Measured, isServed: true).Seed);

    [Fact]
    public void What_is_configured_otherwise_than_it_was_measured_is_said()
    {
        Assert.Null(MeasuredParameters.Warning("policy:p", "m", Configured, null));
        Assert.Null(MeasuredParameters.Warning("policy:p", "m", new ModelParameters { Temperature = 0.2, MaxTokens = 512 }, Measured));
        Assert.Equal(
            "policy:p: m is asked as it was measured (max_completion_tokens 512, seed 5, stream false, temperature 0.2), not as the "
                + "configuration says (no parameters).",
            MeasuredParameters.Warning("policy:p", "m", ModelParameters.None, Measured));
    }

    [Fact]
    public void A_policy_is_resolved_with_what_its_models_were_measured_with()
    {
        var config = new EvalConfig
        {
            Providers = new Dictionary<string, ProviderConfig> { ["lab"] = new() { BaseUrl = "http://127.0.0.1:1/v1?api-version=1",
                Headers = new Dictionary<string, string> { ["x-a"] = "b" } } },
            Models = new Dictionary<string, ModelConfig> { ["m"] = new() { Provider = "lab", Temperature = 0.7 },
                ["n"] = new() { Provider = "lab", Temperature = 0.7 } },
        };
        var file = new PolicyFile
        {
            Name = "p",
            Policy = new FailoverPolicy([new SinglePolicy("m"), new SinglePolicy("n")]),
            Models = new Dictionary<string, PolicyModelInfo>
            {
                ["m"] = new() { Provider = "lab", Model = "m",
                    Parameters = Measured
                    with { ExtraBody = new Dictionary<string, JsonElement> { ["a"] = JsonSerializer.SerializeToElement(1) } } },
                ["n"] = new() { Provider = "lab", Model = "n" },
            },
        };

        var resolved = ModelResolver.ResolvePolicy(file, "p.json", config, null, _ => null);

        Assert.Empty(resolved.Mistakes);
        Assert.StartsWith("policy:p: m is asked as it was measured (a 1, max_completion_tokens 512,", Assert.Single(resolved.Warnings),
            StringComparison.Ordinal);
        Assert.Equal([0.2, 0.7], resolved.Policy!.Asked.Select(model => model.Parameters.Temperature));
        Assert.Equal("api-version=1, x-a=b",
            string.Join(", ", resolved.Policy.Asked[1].Parameters.Query.Concat(resolved.Policy.Asked[1].Parameters.Headers)
            .Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal("http://127.0.0.1:1/v1/chat/completions?api-version=1", resolved.Policy.Asked[1].ChatAddress.AbsoluteUri);
        Assert.IsType<EndpointSource>(resolved.Policy.Asked[0].Source);
    }
}
