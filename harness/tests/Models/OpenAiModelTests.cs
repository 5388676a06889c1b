using System.Text;
using CsCheck;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Models;

public sealed class OpenAiModelTests
{
    private const string Key = "sk-very-secret-key-0123456789";

    private const string Usual =
        "data: {\"model\":\"m-1\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n: ping\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"Grüß \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Gott "
        + "😀\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task A_stream_becomes_text_usage_and_marks()
    {
        var completion = await AskAsync(ScriptedServer.Stream(Usual));

        Assert.Equal(("Grüß Gott 😀", "stop", "m-1"), (completion.Text, completion.FinishReason, completion.ServedModel));
        Assert.Equal((10, 4, 5, 2), (completion.Usage.InputTokens, completion.Usage.CachedInputTokens, completion.Usage.OutputTokens,
            completion.Usage.ReasoningTokens));
        Assert.True(completion.Timing.Headers <= completion.Timing.FirstEvent
            && completion.Timing.FirstEvent <= completion.Timing.FirstContent && completion.Timing.FirstContent <= completion.Timing.Total);
    }

    [Fact]
    public async Task Bytes_may_be_split_anywhere()
    {
        var bytes = Encoding.UTF8.GetBytes(Usual.Replace("\n", "\r\n", StringComparison.Ordinal));
        await Gen.Int[1, bytes.Length - 1].Array[1, 6].SampleAsync(
            async cuts =>
            {
                var edges = cuts.Append(0).Append(bytes.Length).Distinct().Order().ToArray();
                var pieces = edges.Zip(edges.Skip(1), (from, to) => (0, (byte[]?)bytes[from..to])).ToArray();
                return (await AskAsync(ScriptedServer.Stream(pieces))) is { Text: "Grüß Gott 😀", Usage.OutputTokens: 5 };
            },
            iter: 40, threads: 1);
    }

    [Fact(DisableParallelization = true)]
    public async Task Only_visible_text_starts_the_clock_of_the_first_token()
    {
        var completion = await AskAsync(ScriptedServer.Stream(
            (50, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"u8.ToArray()),
            (50, ": ping\n\n"u8.ToArray()),
            (100, "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"u8.ToArray()),
            (100, "data: {\"choices\":[{\"delta\":{\"content\":\"  \\n\"}}]}\n\n"u8.ToArray()),
            (200, "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8.ToArray())));

        var timing = completion.Timing;
        Assert.InRange(timing.FirstEvent!.Value.TotalMilliseconds, 45, 190);
        Assert.InRange(timing.FirstReasoning!.Value.TotalMilliseconds, 195, 290);
        Assert.InRange(timing.FirstContent!.Value.TotalMilliseconds, 495, 700);
        Assert.Equal(timing.FirstReasoning, timing.FirstToken);
        Assert.Equal(("  \nx", "hm"), (completion.Text, completion.Reasoning));
    }

    [Theory]
    [InlineData("data:{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: {broken\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"eos\"}]}\n\ndata: "
        + "{\"choices\":null,\"usage\":null}\n\ndata: [DONE]\n\n")]
    [InlineData("event: m\nid: 1\ndata: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}}]}\n\ndata: [DONE]\n\n")]
    public async Task Quirks_of_streams_are_borne(string stream)
    {
        var completion = await AskAsync(ScriptedServer.Stream(stream));

        Assert.Equal("x", completion.Text);
        Assert.True(completion.Usage.IsEstimated);
    }

    [Fact]
    public async Task The_last_of_many_usages_counts()
    {
        var completion = await AskAsync(ScriptedServer.Stream(
            "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}\n\ndata: "
                + "{\"choices\":[{\"delta\":{\"content\":\"y\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n"));

        Assert.Equal((5, 2, false), (completion.Usage.InputTokens, completion.Usage.OutputTokens, completion.Usage.IsEstimated));
    }

    [Fact]
    public async Task A_reply_in_one_piece_has_no_time_to_first_token()
    {
        var completion = await AskAsync(ScriptedServer.Reply(200,
            "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}"));

        Assert.Equal(("x", true), (completion.Text, completion.Timing.IsNotStreaming));
        Assert.Null(completion.Timing.FirstContent);
    }

    [Fact]
    public async Task A_stream_without_an_end_is_a_failure_of_the_provider()
    {
        var failure = await FailAsync(ScriptedServer.Stream("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"));

        Assert.Equal(ModelCallFailure.Provider, failure.Failure);
    }

    [Fact]
    public async Task A_lost_connection_is_a_failure_of_the_provider()
    {
        var failure = await FailAsync(ScriptedServer.Stream((0, "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"u8.ToArray()),
            (0, null)));

        Assert.Equal(ModelCallFailure.Provider, failure.Failure);
    }

    [Fact]
    public async Task An_error_inside_a_stream_is_no_short_answer()
    {
        var failure = await FailAsync(ScriptedServer.Stream(
            "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n"));

        Assert.Contains("overloaded", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "{\"error\":{\"message\":\"bad key\"}}", "Configuration")]
    [InlineData(404, "{\"error\":{\"message\":\"no such model\"}}", "Configuration")]
    [InlineData(429, "{\"error\":{\"message\":\"slow down\"}}", "Provider")]
    [InlineData(529, "overloaded", "Provider")]
    [InlineData(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}", "ContextWindow")]
    [InlineData(400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"no\"}}", "ContentFilter")]
    public async Task A_refusal_has_its_consequence(int status, string body, string failure)
    {
        Assert.Equal(failure, (await FailAsync(ScriptedServer.Reply(status, body))).Failure.ToString());
    }

    [Fact]
    public async Task A_web_page_is_told_from_a_reply()
    {
        Assert.Contains("base address", (await FailAsync(ScriptedServer.Reply(200, "<html>", "text/html"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_endpoint_repeats_is_not_told()
    {
        var failure = await FailAsync(ScriptedServer.Reply(401, $"{{\"error\":{{\"message\":\"Incorrect API key provided: {Key}\"}}}}"));

        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TEST_KEY", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_endpoint_refuses_is_left_out_the_second_time_and_from_then_on()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Reply(400, "{\"error\":{\"message\":\"Unknown parameter: 'stream_options'.\"}}"),
            ScriptedServer.Reply(400, "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                + "'max_completion_tokens' instead.\"}}"),
            ScriptedServer.Reply(400,
                "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0.2 with this model.\"}}"),
            ScriptedServer.Stream(Usual),
            ScriptedServer.Stream(Usual));
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var model = new OpenAiModel(Spec(server) with { Parameters = new ModelParameters { Temperature = 0.2, MaxTokens = 100 } }, client,
            saturation, TimeProvider.System);

        await model.CompleteAsync(Request(), TestContext.Current.CancellationToken);
        await model.CompleteAsync(Request(), TestContext.Current.CancellationToken);

        Assert.Equal(5, server.Requests.Count);
        Assert.All(server.Requests[3..], sent =>
        {
            Assert.DoesNotContain("stream_options", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("temperature", sent, StringComparison.Ordinal);
            Assert.Contains("\"max_completion_tokens\":100", sent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Waiting_and_failed_tries_stay_out_of_the_clock()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Reply(429, "{\"error\":{\"message\":\"slow down\"}}", headers: "Retry-After: 1\r\n"),
            ScriptedServer.Stream(Usual));
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var model = new RetryingModel(
            new OpenAiModel(Spec(server), client, saturation, TimeProvider.System), EndpointLimiter.Adaptive(),
                new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(1) }, new Random(1), TimeProvider.System);

        var completion = await model.CompleteAsync(Request(), TestContext.Current.CancellationToken);

        Assert.Equal(1, completion.Retries);
        // A timer of one second may come a moment before the clock has counted it.
        Assert.True(completion.Timing.RetryWait > TimeSpan.FromMilliseconds(900));
        Assert.True(completion.Timing.Total < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Half_characters_are_joined_and_those_that_stay_alone_replaced()
    {
        var completion = await AskAsync(ScriptedServer.Stream(
            """data: {"choices":[{"delta":{"content":"a\ud83d"}}]}""" + "\n\n"
            + """data: {"choices":[{"delta":{"content":"\ude00\n\"b\ud83d"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"));

        Assert.Equal("a\U0001F600\n\"b\uFFFD", completion.Text);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":1e99,"completion_tokens":5,"cost":1e300}""")]
    [InlineData("""{"prompt_tokens":2147483647,"completion_tokens":2147483647,"prompt_cache_hit_tokens":2147483647,"prompt_cache_miss_tokens":2147483647}""")]
    [InlineData("""{"input_tokens":2147483647,"cache_read_input_tokens":2147483647,"output_tokens":-2147483648}""")]
    [InlineData("""{"prompt_tokens":"7","completion_tokens":null,"cost":"free"}""")]
    public async Task Numbers_that_no_reply_can_have_are_not_believed(string usage)
    {
        var completion = await AskAsync(ScriptedServer.Stream(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"hello\"}},\"finish_reason\":\"stop\"}}]}}\n\ndata: "
                + $"{{\"choices\":[],\"usage\":{usage}}}\n\ndata: [DONE]\n\n"));

        Assert.True(completion.Usage is { IsEstimated: true, OutputTokens: < 10 });
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_off()
    {
        var block = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        var failure = await FailAsync(ScriptedServer.Stream([(0, "data: "u8.ToArray()), .. Enumerable.Repeat((0, (byte[]?)block), 40)]));

        Assert.Equal(ModelCallFailure.Provider, failure.Failure);
        Assert.Contains("more than 32 MiB in one line", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_is_told_and_not_followed_with_the_key()
    {
        await using var elsewhere = new ScriptedServer(ScriptedServer.Stream(Usual));
        var failure = await FailAsync(ScriptedServer.Reply(307, "", headers: $"Location: {elsewhere.BaseUrl}/chat/completions\r\n"));

        Assert.Equal(ModelCallFailure.Configuration, failure.Failure);
        Assert.Contains($"redirects (307) to {elsewhere.BaseUrl}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Tries_end()
    {
        await using var server = new ScriptedServer(Enumerable.Repeat(ScriptedServer.Reply(503, "busy"), 5).ToArray());
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        var model = new RetryingModel(
            new OpenAiModel(Spec(server), client, saturation, TimeProvider.System), EndpointLimiter.Adaptive(),
                new RetryOptions { MaxTries = 3, FirstWait = TimeSpan.FromMilliseconds(1) }, new Random(1), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => model.CompleteAsync(Request(),
            TestContext.Current.CancellationToken));

        Assert.Equal((2, 3, 503), (failure.Retries, server.Requests.Count, failure.Status));
    }

    private static ModelSpec Spec(ScriptedServer server) => new()
    {
        Name = "m",
        RequestedModel = "m",
        Source = new EndpointSource(new ProviderSpec { Name = "test", BaseUrl = server.BaseUrl, ApiKeyVariable = "TEST_KEY",
            ApiKey = new Secret(Key) }),
    };

    private static ModelRequest Request() => new() { Messages = [new ChatMessage("user", "hello")] };

    private static async Task<Completion> AskAsync(Func<System.Net.Sockets.NetworkStream, Task> answer)
    {
        await using var server = new ScriptedServer(answer);
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(server.BaseUrl, KeyGuard.None());
        return await new OpenAiModel(Spec(server), client, saturation, TimeProvider.System)
            .CompleteAsync(Request(), TestContext.Current.CancellationToken);
    }

    private static Task<ModelCallException> FailAsync(Func<System.Net.Sockets.NetworkStream, Task> answer) =>
        Assert.ThrowsAsync<ModelCallException>(() => AskAsync(answer));
}
