using System.ClientModel;
using System.Net;
using System.Text;
using System.Text.Json;
using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;
using OpenAI.Chat;

namespace Eval.Harness.Tests.Serving;

/// <summary>What a client sees through the proxy: OpenAI's own library for what it can send, plain HTTP for what it cannot.</summary>
public sealed class ProxyServerTests
{
    private static readonly SinglePolicy A = new("a");
    private static readonly SinglePolicy B = new("b");
    private static readonly FailoverPolicy AThenB = new([A, B]) { Timeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_arrives_piece_by_piece()
    {
        // The endpoint goes on when the client has what came before: a proxy that waits for more would wait for ever.
        using var seen = new SemaphoreSlim(1);
        (Func<Task>, byte[]?) Next(string text) => (() => seen.WaitAsync(TimeSpan.FromMinutes(1), Ct), Encoding.UTF8.GetBytes(text));
        await using var a = new ScriptedServer(ScriptedServer.Stream(
            Next(Replies.Role + Replies.Word("one ")), Next(Replies.Word("two ")), Next(Replies.Word("three")), Next(Replies.End)));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)]);

        var arrivals = new List<string>();
        ChatFinishReason? finish = null;
        await foreach (var update in served.Client().CompleteChatStreamingAsync([new UserChatMessage("hello")], cancellationToken: Ct))
        {
            foreach (var part in update.ContentUpdate.Where(part => part.Text.Length > 0))
            {
                arrivals.Add(part.Text);
                seen.Release();
            }

            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(["one ", "two ", "three"], arrivals);
        Assert.Equal(ChatFinishReason.Stop, finish);
        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal((200, 10, 5, 0.00002),
            (entry.GetProperty("status").GetInt32(), Call(entry).GetProperty("input_tokens").GetInt32(),
            Call(entry).GetProperty("output_tokens").GetInt32(), entry.GetProperty("cost_usd").GetDouble()));
    }

    [Fact]
    public async Task The_body_reaches_the_endpoint_byte_for_byte_but_for_the_model()
    {
        const string Body =
            "{ \"tools\" : [{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"a\":1.0e5,\"u\":\"\\u00fc\"}}}],\r\n "
            + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}],\t\"model\"  :  \"auto\" , "
            + "\"x_unknown\":null, \"seed\": 123456789012345678901234567890 }";
        await using var a = new ScriptedServer(Replies.Answer("ok", isStream: false));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(Body, Ct, ("Authorization", "Bearer " + ServedPolicy.ClientKey));

        Assert.Equal(Replies.Json("ok"), await response.Content.ReadAsStringAsync(Ct));
        Assert.EndsWith(Body.Replace("auto", "a-as-the-endpoint-calls-it", StringComparison.Ordinal), Assert.Single(a.Requests));
        Assert.Contains("Authorization: Bearer " + ServedPolicy.ProviderKey, a.Requests[0]);
        Assert.DoesNotContain(ServedPolicy.ClientKey, a.Requests[0]);
    }

    public static TheoryData<string, bool> Failures => new(
        from failure in new[] { "429", "500", "503", "529", "refused", "closed", "before-first-token", "error-in-stream", "late" }
        from isStream in new[] { true, false }
        where isStream || failure is not ("before-first-token" or "error-in-stream")
        select (failure, isStream));

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_client_does_not_notice_that_the_first_model_failed(string failure, bool isStream)
    {
        await using var a = new ScriptedServer(failure switch
        {
            "closed" => Replies.Nothing,
            "before-first-token" => ScriptedServer.Stream(Replies.Piece(Replies.Role), Replies.Piece(": ping\n\n", 50), (50, null)),
            "error-in-stream" => ScriptedServer.Stream(Replies.Role + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"),
            "late" => Replies.After(3000, Replies.Answer("from a", isStream)),
            "refused" => Replies.Nothing,
            _ => ScriptedServer.Reply(int.Parse(failure), "{\"error\":{\"message\":\"not now\"}}"),
        });
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream));
        await using var served = await ServedPolicy.StartAsync(AThenB,
            [("a", failure == "refused" ? new Uri("http://127.0.0.1:9/v1") : a.BaseUrl), ("b", b.BaseUrl)]);

        Assert.Equal("from b", await ServedPolicy.AskAsync(served.Client(), isStream));

        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal([("a", "failed"), ("b", "answered")],
            entry.GetProperty("path").EnumerateArray()
            .Select(call => (call.GetProperty("model").GetString(), call.GetProperty("outcome").GetString())));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task What_a_failover_does_not_list_is_passed_on_as_it_is_but_for_the_key(int status)
    {
        await using var a = new ScriptedServer(ScriptedServer.Reply(status,
            $"{{\"error\":{{\"message\":\"no: {ServedPolicy.ProviderKey}\",\"type\":\"t\",\"code\":\"c\"}},\"more\":1}}"));
        await using var served = await ServedPolicy.StartAsync(AThenB, [("a", a.BaseUrl), ("b", a.BaseUrl)]);

        var refusal = await Assert.ThrowsAsync<ClientResultException>(() => ServedPolicy.AskAsync(served.Client(), isStream: true));

        Assert.Equal(status, refusal.Status);
        Assert.Equal("{\"error\":{\"message\":\"no: KEY_REMOVED\",\"type\":\"t\",\"code\":\"c\"},\"more\":1}",
            refusal.GetRawResponse()!.Content.ToString());
        await served.LogAsync(1);
        Assert.DoesNotContain(ServedPolicy.ProviderKey, served.LogText);
    }

    [Fact]
    public async Task When_nobody_answers_the_client_gets_the_last_refusal_and_when_to_come_again()
    {
        await using var a = new ScriptedServer(ScriptedServer.Reply(503, "x"));
        await using var b = new ScriptedServer(ScriptedServer.Reply(429, "{\"error\":{\"message\":\"slow down\"}}",
            headers: "Retry-After: 7\r\n"));
        await using var served = await ServedPolicy.StartAsync(AThenB, [("a", a.BaseUrl), ("b", b.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.Minimal, Ct);

        Assert.Equal((429, "7", "a, b"), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single(),
            response.Headers.GetValues("x-eval-path").Single()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_dies_half_way_is_broken_off_and_never_ended_as_if_it_were_whole(bool endsProperly)
    {
        await using var a = new ScriptedServer(
            ScriptedServer.Stream([Replies.Piece(Replies.Role + Replies.Word("half")),
            endsProperly ? Replies.Piece(": ping\n\n", 300) : (300, null)]));
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream: true));
        await using var served = await ServedPolicy.StartAsync(AThenB, [("a", a.BaseUrl), ("b", b.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct);
        var text = new StringBuilder();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(Ct);
            var buffer = new byte[1024];
            while (await body.ReadAsync(buffer, Ct) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        });

        Assert.Contains("half", text.ToString());
        Assert.DoesNotContain("[DONE]", text.ToString());
        Assert.Empty(b.Requests);
        Assert.Contains("stream", Assert.Single(await served.LogAsync(1)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_official_client_sees_a_stream_that_dies_as_an_error()
    {
        await using var a = new ScriptedServer(ScriptedServer.Stream(Replies.Piece(Replies.Role + Replies.Word("half")), (200, null)));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)]);

        await Assert.ThrowsAnyAsync<Exception>(() => ServedPolicy.AskAsync(served.Client(), isStream: true));
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_the_endpoints_call_with_it()
    {
        var wentAway = new TaskCompletionSource();
        await using var a = new ScriptedServer(async stream => await Replies.UntilGoneAsync(stream, wentAway));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)]);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var asking = served.PostAsync(ServedPolicy.MinimalStream, leaving.Token);
        while (a.Requests.Count == 0)
        {
            await Task.Delay(10, Ct);
        }

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await wentAway.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(499, Assert.Single(await served.LogAsync(1)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_headers_of_the_connection_stay_behind()
    {
        await using var a = new ScriptedServer(
            ScriptedServer.Reply(307, "", headers: "Location: http://127.0.0.1:9/elsewhere\r\n"),
            ScriptedServer.Reply(200, Replies.Json("x"),
                headers: "Keep-Alive: timeout=5\r\nX-Request-Id: 42\r\nSet-Cookie: a=b\r\nX-Private: 1\r\n"));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)]);

        using var redirected = await served.PostAsync(ServedPolicy.Minimal, Ct);
        using var answered = await served.PostAsync(ServedPolicy.Minimal, Ct);

        Assert.Equal(HttpStatusCode.BadGateway, redirected.StatusCode);
        Assert.Equal("42", answered.Headers.GetValues("X-Request-Id").Single());
        Assert.False(answered.Headers.Contains("Keep-Alive") || answered.Headers.Contains("Set-Cookie"));
        Assert.Equal(("a", "a"), (answered.Headers.GetValues("x-eval-model").Single(), answered.Headers.GetValues("x-eval-path").Single()));
    }

    [Fact]
    public async Task Many_streams_at_once_do_not_mix()
    {
        await using var endpoint = new EchoEndpoint();
        await endpoint.StartAsync();
        await using var served = await ServedPolicy.StartAsync(A, [("a", endpoint.BaseUrl)]);
        var client = served.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(number => ServedPolicy.AskAsync(client, isStream: true, $"number-{number}")));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => string.Concat(Enumerable.Repeat($"number-{number} ", EchoEndpoint.Words))),
            answers);
    }

    private static JsonElement Call(JsonElement entry) => Assert.Single(entry.GetProperty("path").EnumerateArray());
}
