using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Results.Records;
using Eval.Routing.Policies;
using Microsoft.Extensions.AI;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>What a model was measured with is in each export, or the export says why it is not.</summary>
public sealed class ExportedParametersTests
{
    private static readonly ModelParameters Low = new() { Temperature = 0.2, MaxTokens = 512, Seed = 7,
        ExtraBody = Fields("reasoning_effort", "low") };
    private static readonly ModelParameters High = new() { TopP = 0.9, MaxCompletionTokens = 2048,
        ExtraBody = Fields("reasoning_effort", "high") };

    [Fact]
    public void Portkey_overrides_them_and_says_so()
    {
        var export = new PortkeyExporter().Export(File(Low, High), new ExportOptions());

        using var header = JsonDocument.Parse(export.Files[0].Text);
        Assert.Equal(
            ["""{"model":"one","temperature":0.2,"max_tokens":512,"seed":7,"reasoning_effort":"low"}""",
                """{"model":"one","top_p":0.9,"max_completion_tokens":2048,"reasoning_effort":"high"}"""],
            header.RootElement.GetProperty("targets").EnumerateArray()
                .Select(target => target.GetProperty("override_params").GetRawText()));
        Assert.Contains(export.Notes, note => note.Contains("override_params", StringComparison.Ordinal));
    }

    [Fact]
    public void Portkey_refuses_what_it_would_leave_out_and_lists_headers()
    {
        Refuses(new PortkeyExporter(), Low with { ExtraBody = Fields("chat_template_kwargs", "x") }, "'chat_template_kwargs'");
        Refuses(new PortkeyExporter(), Low with { Query = new Dictionary<string, string> { ["api-version"] = "preview" } },
            "'api-version'");
        Assert.Contains(
            "'alpha' was measured with the header x-title: bench, which Portkey does not add; send it with requests and list it in "
                + "forward_headers.",
            new PortkeyExporter().Export(File(Low with { Headers = new Dictionary<string, string> { ["x-title"] = "bench" } }, High),
                new ExportOptions()).Notes);
    }

    [Fact]
    public void LiteLlm_has_fields_that_it_does_not_know_in_the_extra_body()
    {
        var yaml = new LiteLlmExporter().Export(File(Low with { Headers = new Dictionary<string, string> { ["x-title"] = "bench" } }, High),
            new ExportOptions()).Files[0].Text;

        Assert.Contains("    temperature: 0.2\n    max_tokens: 512\n    seed: 7\n    extra_body:\n      \"reasoning_effort\": \"low\"\n    "
            + "extra_headers:\n      \"x-title\": \"bench\"\n", yaml);
        Assert.Contains("    top_p: 0.9\n    max_completion_tokens: 2048\n    extra_body:\n      \"reasoning_effort\": \"high\"\n", yaml);
        Refuses(new LiteLlmExporter(), Low with { Query = new Dictionary<string, string> { ["api-version"] = "preview" } },
            "'api-version'");
    }

    [Fact]
    public void RouteLlm_refuses_two_variants_and_lists_what_both_have()
    {
        var options = new ExportOptions { StrongShare = 0.5 };
        var threshold = new ThresholdPolicy("caller:mf", 0.5, SomePolicy.Beta, SomePolicy.Alpha);

        Refuses(new RouteLlmExporter(), Low, "no place for parameters", threshold, options);
        Assert.Contains(new RouteLlmExporter().Export(File(Low, Low) with { Policy = threshold }, options).Notes,
            note => note.Contains("temperature 0.2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_map_refuses_two_variants_of_one_model()
    {
        var classes = new ClassPolicy(RequestFeature.DeclaredDifficulty,
            new Dictionary<string, RoutingPolicy> { ["simple"] = SomePolicy.Alpha }, SomePolicy.Beta);

        Refuses(new ComplexityMapExporter(), Low, "'alpha' and 'beta' are 'one' with different parameters", classes);
        Assert.Contains(new ComplexityMapExporter().Export(File(Low, Low) with { Policy = classes }, new ExportOptions()).Notes,
            note => note.Contains("temperature 0.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CSharp_sends_them_unless_the_caller_sends_his_own()
    {
        List<string> asked = [];
        List<ChatOptions?> sent = [];
        var client = CompiledPolicy.Create(File(Low, High), name => new FakeChatClient(name, "answer", asked, sent));
        var own = new ChatOptions { Temperature = 1,
            AdditionalProperties = new AdditionalPropertiesDictionary { ["task_class"] = "a", ["reasoning_effort"] = "medium" } };

        await client.GetResponseAsync("x",
            new ChatOptions { AdditionalProperties = new AdditionalPropertiesDictionary { ["task_class"] = "a" } },
            TestContext.Current.CancellationToken);
        await client.GetResponseAsync("x", null, TestContext.Current.CancellationToken);
        await client.GetResponseAsync("x", own, TestContext.Current.CancellationToken);

        Assert.Equal(["alpha", "beta", "alpha"], asked);
        Assert.Equal(
            [(0.2f, null, 512, 7L, "low"), (null, 0.9f, 2048, null, "high"), (1f, (float?)null, 512, (long?)7, "medium")],
            sent.Select(options => (options!.Temperature, options.TopP, options.MaxOutputTokens, options.Seed,
                options.AdditionalProperties!["reasoning_effort"]?.ToString())));
    }

    [Fact]
    public void Secrets_are_exported_nowhere()
    {
        var secret = Low with { Headers = new Dictionary<string, string> { ["authorization"] = "hunter2" } };
        foreach (var exporter in PolicyExporters.All.Where(exporter => exporter.Name != "json"))
        {
            var refusal = Assert.Throws<PolicyExportException>(() => exporter.Export(File(secret, High),
                new ExportOptions { StrongShare = 0.5 })).Message;
            Assert.DoesNotContain("hunter2", refusal, StringComparison.Ordinal);
        }
    }

    private static void Refuses(IPolicyExporter exporter, ModelParameters alpha, string because, RoutingPolicy? policy = null,
        ExportOptions? options = null)
    {
        var file = File(alpha, High);
        var refusal = Assert.Throws<PolicyExportException>(() => exporter.Export(file with { Policy = policy ?? file.Policy },
            options ?? new ExportOptions()));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }

    private static PolicyFile File(ModelParameters alpha, ModelParameters beta) =>
        SomePolicy.File(SomePolicy.Classes(("a", SomePolicy.Alpha)))
        .With("alpha", model => model with { Model = "one", Parameters = alpha })
        .With("beta", model => model with { Model = "one", Parameters = beta });

    private static Dictionary<string, JsonElement> Fields(string name, string value) =>
        new() { [name] = JsonSerializer.SerializeToElement(value) };
}
