using System.Text.Json;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Models;

public sealed class UsageReaderTests
{
    private static readonly ChatMessage[] Prompt = [new("user", new string('p', 392))];

    /// <summary>Where endpoints tell it, and by which names: always 1850 in, 2400 out.</summary>
    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":1850,"completion_tokens":2400,"total_tokens":4250}}""")]
    [InlineData("""{"choices":[{"delta":{},"usage":{"prompt_tokens":1850,"completion_tokens":2400}}]}""")]
    [InlineData("""{"choices":[{"delta":{}},{"message":{"usage":{"prompt_tokens":1850,"completion_tokens":2400}}}]}""")]
    [InlineData("""{"usage":null,"x_groq":{"id":"r","usage":{"queue_time":0.1,"prompt_tokens":1850,"completion_tokens":2400}}}""")]
    [InlineData("""{"usage":{"prompt_tokens_details":{"cached_tokens":0}},"x_other":{"usage":{"prompt_tokens":1850,"completion_tokens":2400}}}""")]
    [InlineData("""{"usage":{"prompt_tokens":0,"completion_tokens":0},"x_other":{"usage":{"input_tokens":1850,"output_tokens":2400}}}""")]
    [InlineData("""{"response":{"usage":{"input_tokens":1850,"output_tokens":2400,"input_tokens_details":{"cached_tokens":3}}}}""")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":1850,"candidatesTokenCount":2400,"totalTokenCount":4250}}""")]
    [InlineData("""{"usage":{"inputTokens":1850,"outputTokens":2400}}""")]
    [InlineData("""{"usage":{"prompt_tokens":"1850","completion_tokens":2400.0}}""")]
    [InlineData("""{"usage":{"prompt_tokens":1850,"input_tokens":0,"completion_tokens":2400,"output_tokens":0}}""")]
    public void Tokens_are_found_wherever_they_stand(string json) => Assert.Equal((1850, 2400, false), Counts(Find(json)!));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":[1]}""")]
    [InlineData("""{"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""")]
    [InlineData("""{"usage":{"prompt_tokens":0,"completion_tokens":0,"cost":0}}""")]
    [InlineData("""{"usage":{"prompt_tokens":-5,"completion_tokens":1e30}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"usage: {\"prompt_tokens\": 7}"}}]}""")]
    [InlineData("""[{"usage":{"prompt_tokens":1}}]""")]
    public void Zeros_and_what_is_no_count_tell_nothing(string json) => Assert.Null(Find(json));

    /// <summary>Reasoning, or what came from a cache, beside the counts instead of in them: the sum says so.</summary>
    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"completion_tokens_details":{"reasoning_tokens":40}}""",
        100, 50, 40, false)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":550,"completion_tokens_details":{"reasoning_tokens":400}}""",
        100, 450, 400, false)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":190,"completion_tokens_details":{"reasoning_tokens":40}}""",
        100, 90, 40, false)]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":50,"thoughtsTokenCount":400,"totalTokenCount":550}""", 100, 450, 400,
        false)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":1150,"prompt_tokens_details":{"cached_tokens":1000}}""", 1100,
        50, null, false)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":1190,"prompt_tokens_details":{"cached_tokens":1000},"reasoning_tokens":40}""", 1100, 90, 40, false)]
    [InlineData("""{"input_tokens":100,"cache_read_input_tokens":1000,"cache_creation_input_tokens":10,"output_tokens":50}""", 1110, 50,
        null, false)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":550}""", 100, 450, 400, true)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"completion_tokens_details":{"reasoning_tokens":400}}""", 100, 450, 400,
        true)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":120}""", 100, 50, null, true)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":101}}""", 100,
        50, null, true)]
    public void What_is_counted_apart_is_found_by_the_sum(string usage, int input, int output, int? reasoning, bool isSuspect)
    {
        var found = Find($$"""{"usage":{{usage}}}""")!;

        Assert.Equal((input, output, reasoning, isSuspect),
            (found.InputTokens, found.OutputTokens, found.ReasoningTokens, found.IsSuspect));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":0.0123}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":"0.0123"}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":{"input_tokens_cost":0.01,"total_cost":0.0123}}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"estimated_cost":1.23e-2}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost_in_usd_ticks":123000000}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost_details":{"total_cost":0.0123}}""", 0.0123)]
    [InlineData("""{"cost":0.0123}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":0.0003,"is_byok":true,"cost_details":{"upstream_inference_cost":0.012}}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":0.0123,"is_byok":false,"cost_details":{"upstream_inference_cost":0.0123}}""", 0.0123)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":0}""", 0.0)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":-1}""", null)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":123000000}""", null)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":1,"cost":"free"}""", null)]
    public void What_the_endpoint_bills_is_read(string usage, double? usd) =>
        Assert.Equal((decimal?)usd, Find($$"""{"usage":{{usage}}}""")!.ProviderReportedCostUsd);

    [Theory]
    [InlineData("x-litellm-response-cost", "0.0123", 0.0123)]
    [InlineData("x-litellm-response-cost", "1.23e-02", 0.0123)]
    [InlineData("x-litellm-response-cost", "0.0", null)]
    [InlineData("x-litellm-response-cost", "None", null)]
    [InlineData("x-cost-of-something-else", "5", null)]
    public void A_gateway_tells_the_cost_in_a_header(string name, string value, double? usd)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(name, value);

        Assert.Equal((decimal?)usd, UsageReader.FromHeaders(response.Headers)?.ProviderReportedCostUsd);
    }

    [Fact]
    public void Later_events_add_and_never_take_away()
    {
        // As a family of hosts does: the prompt is counted at the beginning, the answer at the end, and something without counts comes
        // last.
        string[] events =
        [
            """{"type":"message_start","message":{"usage":{"input_tokens":20,"cache_read_input_tokens":80,"output_tokens":1}}}""",
            """{"usage":{"output_tokens":240}}""",
            """{"usage":{"prompt_tokens_details":{"cached_tokens":0}}}""",
            """{"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""",
            """{"usage":{"cost":0.5}}""",
        ];
        var all = events.Select(Find).Aggregate((Usage?)null, UsageReader.Merge)!;

        Assert.Equal((100, 240, false), Counts(all));
        Assert.Equal((80, 0.5m), (all.CachedInputTokens, all.ProviderReportedCostUsd));

        // Running counts: the last ones hold.
        Assert.Equal((10, 9, false),
            Counts(new[] { 3, 6, 9 }.Select(count => Find($$$"""{"usage":{"prompt_tokens":10,"completion_tokens":{{{count}}}}}"""))
            .Aggregate((Usage?)null, UsageReader.Merge)!));
    }

    [Theory]
    [InlineData("""{}""", 100, 225, true)]
    [InlineData("""{"usage":{"prompt_tokens":0,"completion_tokens":0}}""", 100, 225, true)]
    [InlineData("""{"usage":{"prompt_tokens":77,"completion_tokens":0}}""", 77, 225, true)]
    [InlineData("""{"usage":{"completion_tokens":200}}""", 100, 200, true)]
    [InlineData("""{"usage":{"prompt_tokens":77,"completion_tokens":200}}""", 77, 200, false)]
    public void What_is_not_told_or_cannot_be_is_estimated_and_marked(string json, int input, int output, bool isEstimated)
    {
        var usage = UsageReader.Complete(Find(json), Prompt, new string('a', 900), reasoning: null);

        Assert.Equal((input, output, isEstimated), (usage.InputTokens, usage.OutputTokens, usage.IsEstimated));
    }

    [Fact]
    public void An_answer_without_text_may_have_no_tokens() =>
        Assert.Equal((77, 0, false),
            Estimated(UsageReader.Complete(Find("""{"usage":{"prompt_tokens":77,"completion_tokens":0}}"""), Prompt, "", reasoning: null)));

    [Fact]
    public void A_call_costs_our_price_else_what_was_billed_and_never_our_guess_where_a_bill_is_there()
    {
        var priced = new ModelSpec { Name = "m", RequestedModel = "m",
            Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = new Uri("https://p.example/v1") }),
            Price = new Price { InputUsdPerMillionTokens = 1, OutputUsdPerMillionTokens = 10 } };
        var unpriced = priced with { Price = null };
        var reported = new Usage { InputTokens = 1_000_000, OutputTokens = 100_000 };

        Assert.Equal((2m, null), (priced.CostUsd(reported), unpriced.CostUsd(reported)));
        Assert.Equal((2m, 3m), (priced.CostUsd(reported with { ProviderReportedCostUsd = 3 }),
            unpriced.CostUsd(reported with { ProviderReportedCostUsd = 3 })));
        Assert.Equal(3m, priced.CostUsd(reported with { IsEstimated = true, ProviderReportedCostUsd = 3 }));
        Assert.Equal(3m, priced.CostUsd(new Usage { ProviderReportedCostUsd = 3 }));
    }

    private static (int?, int?, bool) Counts(Usage usage) => (usage.InputTokens, usage.OutputTokens, usage.IsSuspect);

    private static (int?, int?, bool) Estimated(Usage usage) => (usage.InputTokens, usage.OutputTokens, usage.IsEstimated);

    private static Usage? Find(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return UsageReader.Find(parsed.RootElement);
    }
}
