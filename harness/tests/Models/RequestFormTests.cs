using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Models;

/// <summary>What an endpoint refuses of a request's form is left out, and what was really sent is known afterwards.</summary>
public sealed class RequestFormTests
{
    private const string Whole = "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";
    private static readonly Func<System.Net.Sockets.NetworkStream, Task> Answer = ScriptedServer.Reply(200, Whole);

    [Theory]
    [InlineData("{\"error\":{\"message\":\"Unsupported value: 'stream' does not support true with this model.\",\"param\":\"stream\"}}")]
    [InlineData("{\"error\":{\"message\":\"Your organization must be verified to stream this "
        + "model.\",\"param\":\"stream\",\"code\":\"unsupported_value\"}}")]
    [InlineData("{\"detail\":\"Streaming is not supported\"}")]
    [InlineData("{\"detail\":[{\"loc\":[\"body\",\"stream\"],\"msg\":\"Input should be False\"}]}")]
    public async Task An_endpoint_that_does_not_stream_is_asked_without(string refusal)
    {
        await using var server = new ScriptedServer(ScriptedServer.Reply(400, refusal), Answer);
        var forms = new SentForms();

        var completion = await AskedModel.AskAsync(server, forms: forms);

        Assert.Equal(("hello", true, null), (completion.Text, completion.Timing.IsNotStreaming, completion.Timing.FirstContent));
        Assert.DoesNotContain("\"stream", server.Requests[1], StringComparison.Ordinal);
        Assert.True(forms.FormOf("m").OmitsStream);
    }

    [Fact]
    public async Task Of_two_parameters_that_exclude_each_other_temperature_stays()
    {
        await using var server = new ScriptedServer(ScriptedServer.Reply(400,
            "{\"error\":{\"message\":\"`temperature` and `top_p` cannot both be specified for this model.\"}}"), Answer);

        await AskedModel.AskAsync(server, spec => spec with { Parameters = new ModelParameters { Temperature = 0.2, TopP = 0.9 } });

        Assert.Contains("\"temperature\":0.2", server.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("top_p", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_tokens_that_is_too_large_is_lowered_for_all_or_for_a_long_prompt_alone()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Reply(400,
                "{\"error\":{\"message\":\"max_tokens is too large: 100000. This model supports at most 16384 completion tokens.\"}}"),
                    Answer,
            ScriptedServer.Reply(400,
                "{\"error\":{\"message\":\"This model's maximum context length is 20000 tokens. However, you requested 26384 tokens (10000 "
                    + "in the messages, 16384 in the completion).\"}}"), Answer,
            Answer);
        var forms = new SentForms();
        for (var call = 0; call < 3; call++)
        {
            await AskedModel.AskAsync(server, spec => spec with { Parameters = new ModelParameters { MaxTokens = 100_000 } }, forms);
        }

        string[] sent = ["100000", "16384", "16384", "10000", "16384"];
        Assert.All(sent.Zip(server.Requests), pair =>
            Assert.Contains($"\"max_tokens\":{pair.First}", pair.Second, StringComparison.Ordinal));
        Assert.Equal((16384, 1), (forms.FormOf("m").MaxOutputTokens, forms.ShortenedOf("m")));
    }

    [Fact]
    public async Task A_form_that_did_not_help_is_forgotten()
    {
        await using var server = new ScriptedServer(ScriptedServer.Reply(400,
            "{\"error\":{\"message\":\"the temperature of this room is no topic\"}}"),
                ScriptedServer.Reply(400, "{\"error\":{\"message\":\"still no topic\"}}"));
        var forms = new SentForms();

        var failure = await Assert.ThrowsAsync<ModelCallException>(() =>
            AskedModel.AskAsync(server, spec => spec with { Parameters = new ModelParameters { Temperature = 0.2 } }, forms));

        Assert.Equal((ModelCallFailure.Prompt, RequestForm.Full), (failure.Failure, forms.FormOf("m")));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_no_matter_of_tokens_asked_for()
    {
        await using var server = new ScriptedServer(ScriptedServer.Reply(
            400, "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 9000 tokens (8000 "
                + "in the messages, 1000 in the completion).\"}}"));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() =>
            AskedModel.AskAsync(server, spec => spec with { Parameters = new ModelParameters { MaxTokens = 1000 } }));

        Assert.Equal((ModelCallFailure.ContextWindow, 1), (failure.Failure, server.Requests.Count));
    }
}
