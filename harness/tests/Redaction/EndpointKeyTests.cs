using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Tests.Models;
using Eval.Harness.Tests.Serving;
using Eval.Routing.Policies;
using ProxyReplies = Eval.Harness.Tests.Serving.Replies;

namespace Eval.Harness.Tests.Redaction;

/// <summary>
/// In whatever form and place an endpoint repeats the key: nothing that a run keeps or that a client of the proxy gets holds it.
/// </summary>
public sealed class EndpointKeyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Places => [.. EndpointPlaces.All.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nothing_that_a_run_gets_holds_the_key(string place)
    {
        foreach (var (form, text) in RepeatedKey.Forms)
        {
            var kept = await AskedAsync(place, text);

            Assert.False(RepeatedKey.Leak(kept) is { } leak, $"{form}: {kept}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nothing_that_a_client_of_the_proxy_gets_holds_the_key(string place)
    {
        foreach (var isStream in new[] { true, false })
        {
            await using var endpoint = new ScriptedServer([.. RepeatedKey.Forms.Values.Select(EndpointPlaces.All[place])]);
            await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", endpoint.BaseUrl)], key: RepeatedKey.Key);
            foreach (var form in RepeatedKey.Forms.Keys)
            {
                var got = await SentAsync(served, isStream ? ServedPolicy.MinimalStream : ServedPolicy.Minimal);

                Assert.False(RepeatedKey.Leak(got) is { } leak, $"{form}: {got}");
            }

            await served.LogAsync(RepeatedKey.Forms.Count);
            Assert.Null(RepeatedKey.Leak(served.LogText));
        }
    }

    [Theory]
    [InlineData("pieces of seven letters")]
    [InlineData("parts of a whole")]
    [InlineData("content")]
    [InlineData("tool call")]
    public async Task Nothing_that_a_verifier_is_sent_holds_the_key(string place)
    {
        await using var endpoint = new ScriptedServer([.. RepeatedKey.Forms.Values.Select(EndpointPlaces.All[place])]);
        await using var service = new ScriptedServer([.. RepeatedKey.Forms.Select(_ => ScriptedServer.Reply(200, "{\"verdict\":true}"))]);
        var policy = new CascadePolicy([
            new CascadeStage(new SinglePolicy("a"), [new Verifier(VerifierKind.Webhook) { Url = service.BaseUrl }]),
                new CascadeStage(new SinglePolicy("b"), [])]);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", endpoint.BaseUrl), ("b", new Uri("http://127.0.0.1:9/v1"))],
            key: RepeatedKey.Key);
        foreach (var form in RepeatedKey.Forms.Keys)
        {
            var got = await SentAsync(served, ServedPolicy.MinimalStream);
            Assert.False(RepeatedKey.Leak(got) is not null, $"{form}: {got}");
        }

        Assert.Equal(RepeatedKey.Forms.Count, service.Requests.Count);
        Assert.All(service.Requests, request => Assert.Null(RepeatedKey.Leak(request)));
        Assert.All(service.Requests, request =>
            Assert.Null(RepeatedKey.Leak(string.Join('\n', Answers(request).Select(RepeatedKey.Together)))));
    }

    [Fact]
    public async Task A_reply_without_its_key_is_the_same_reply()
    {
        var completion = await AskedModel.AskAsync(EndpointPlaces.All["content"](RepeatedKey.Key), WithKey);

        Assert.Equal("```python\ndef add(a, b): return a + b\n``` " + KeyGuard.Marker, completion.Text);
    }

    [Fact]
    public async Task What_is_asked_with_a_key_in_it_is_logged_without()
    {
        await using var endpoint = new ScriptedServer(ProxyReplies.Answer("x", isStream: false));
        await using var served = await ServedPolicy.StartAsync(
            new SinglePolicy("a"), [("a", endpoint.BaseUrl)], options => options with { LogPrompts = true }, key: RepeatedKey.Key);

        await SentAsync(served,
            $"{{\"model\":\"auto\",\"messages\":[{{\"role\":\"user\",\"content\":\"{RepeatedKey.Forms["json partly"]}\"}}]}}");

        Assert.Equal($"{KeyGuard.Marker}", Assert.Single(await served.LogAsync(1)).GetProperty("request").GetProperty("messages")[0]
            .GetProperty("content").GetString());
    }

    [Fact]
    public async Task An_ordinary_stream_passes_through_byte_for_byte_and_event_for_event()
    {
        var first = new TaskCompletionSource();
        var word = ProxyReplies.Word("files sk-te");
        await using var endpoint = new ScriptedServer(ScriptedServer.Stream(
            (() => Task.CompletedTask, System.Text.Encoding.UTF8.GetBytes(ProxyReplies.Role + word)),
                (() => first.Task, System.Text.Encoding.UTF8.GetBytes(ProxyReplies.End))));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", endpoint.BaseUrl)], key: RepeatedKey.Key);

        using var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct);
        await using var body = await response.Content.ReadAsStreamAsync(Ct);
        var got = new byte[ProxyReplies.Role.Length + word.Length];
        await body.ReadExactlyAsync(got, Ct);
        first.SetResult();
        using var rest = new StreamReader(body);

        Assert.Equal(ProxyReplies.Role + word, System.Text.Encoding.UTF8.GetString(got));
        Assert.Equal(ProxyReplies.End, await rest.ReadToEndAsync(Ct));
    }

    /// <summary>The answer as a verifier gets it: its text, and its JSON as one event.</summary>
    private static IEnumerable<string> Answers(string request)
    {
        using var json = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        var response = json.RootElement.GetProperty("response");
        return [response.GetProperty("text").GetString()!, "data: " + response.GetProperty("json").GetRawText()];
    }

    private static ModelSpec WithKey(ModelSpec spec) =>
        spec with { Source = new EndpointSource(spec.Endpoint with { ApiKey = RepeatedKey.Secret }) };

    /// <summary>Everything that a run could keep or print of a call.</summary>
    private static async Task<string> AskedAsync(string place, string text)
    {
        try
        {
            return JsonSerializer.Serialize(await AskedModel.AskAsync(EndpointPlaces.All[place](text), WithKey));
        }
        catch (ModelCallException e)
        {
            return string.Join('\n', e, e.Body, e.Reason);
        }
    }

    /// <summary>Everything that a client sees: the head, the body, and the texts of its events put together.</summary>
    private static async Task<string> SentAsync(ServedPolicy served, string body)
    {
        using var response = await served.PostAsync(body, Ct);
        var text = new System.Text.StringBuilder();
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
            var buffer = new char[100];
            while (await reader.ReadAsync(buffer, Ct) is var count and > 0)
            {
                text.Append(buffer, 0, count);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A stream that breaks is broken off for the client too.
        }

        var whole = text.ToString();
        return string.Join('\n', response, whole, RepeatedKey.Together(whole.StartsWith('{') ? "data: " + whole : whole));
    }
}
