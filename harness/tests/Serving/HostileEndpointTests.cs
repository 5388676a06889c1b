using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Serving;

/// <summary>
/// Endpoints that hang, drip, lie and send rubbish behind the proxy: another model takes their place, and the log says what happened.
/// </summary>
public sealed class HostileEndpointTests
{
    private static readonly FailoverPolicy AThenB =
        new([new SinglePolicy("a"), new SinglePolicy("b")]) { Timeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_whose_explanation_never_ends_is_a_refusal_all_the_same()
    {
        await using var a = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 503 Full\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), Ct);
            await Replies.UntilGoneAsync(stream, new TaskCompletionSource());
        });

        var entry = await ServedByBAsync(a, isStream: true);

        Assert.Equal(503, entry.GetProperty("path")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Signs_of_life_are_no_beginning_of_an_answer()
    {
        await using var a = new ScriptedServer(ScriptedServer.Stream([.. Enumerable.Repeat(Replies.Piece(": still there\n\n", 200), 100)]));

        var entry = await ServedByBAsync(a, isStream: true);

        Assert.Contains("did not begin to answer within 1 s", entry.GetProperty("path")[0].GetProperty("error").GetString());
        Assert.InRange(entry.GetProperty("path")[0].GetProperty("ms").GetDouble(), 900, 10_000);
    }

    public static TheoryData<string, bool> Rubbish => new()
    {
        { "{\"error\":{\"message\":\"overloaded\"}}", false },
        { "[]", false },
        { "{}", false },
        { "{\"choices\":[]}", false },
        { "no json", false },
        { "{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}", false },
        { "data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n", true },
        { "data: [DONE", true },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task What_is_no_answer_is_not_passed_on_as_one(string body, bool isStream)
    {
        // Each letter is a byte, so that ÿ is none of UTF-8's.
        var bytes = Encoding.Latin1.GetBytes(body);
        await using var a = new ScriptedServer(async stream => await stream.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {(isStream ? "text/event-stream" : "application/json")}"
                + $"\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"), .. bytes], Ct));

        var entry = await ServedByBAsync(a, isStream);

        Assert.Equal("failed", entry.GetProperty("path")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_stream_with_bytes_that_are_no_text_is_passed_on_to_its_end()
    {
        await using var a = new ScriptedServer(ScriptedServer.Stream(
            Replies.Piece(Replies.Role + Replies.Word("one")),
                (0, [.. "data: {\"choices\":[{\"delta\":{\"content\":\""u8, 0xff, .. "\"}}]}\n\n"u8]), Replies.Piece(Replies.End)));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(Ct);

        Assert.Contains((byte)0xff, bytes);
        Assert.EndsWith("[DONE]\n\n", Encoding.Latin1.GetString(bytes));
        Assert.Equal(200, Assert.Single(await served.LogAsync(1)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_whole_answer_whose_last_event_is_long_is_whole_and_its_tokens_are_counted()
    {
        var word = new string('x', 300_000);
        var last = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":5}}}}\n\n";
        await using var a = new ScriptedServer(ScriptedServer.Stream(Replies.Piece(Replies.Role + Replies.Word("one")),
            Replies.Piece(last, 50)));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct);

        Assert.EndsWith(last, await response.Content.ReadAsStringAsync(Ct));
        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal((200, false, 5), (entry.GetProperty("status").GetInt32(), entry.TryGetProperty("error", out _),
            entry.GetProperty("path")[0].GetProperty("output_tokens").GetInt32()));
    }

    [Fact]
    public async Task An_answer_in_one_line_of_many_pieces_is_read_once()
    {
        // Held back for a verdict: 4 MiB in pieces of 1 KiB. Searched anew for each piece it would take minutes.
        var pieces = Enumerable.Repeat(Replies.Piece(new string('x', 1024)), 4096);
        await using var a = new ScriptedServer(ScriptedServer.Stream([
            Replies.Piece("data: {\"choices\":[{\"delta\":{\"content\":\""), .. pieces,
                Replies.Piece("\"},\"finish_reason\":\"stop\"}]}\n\n" + Replies.End)]));
        await using var service = new ScriptedServer(ScriptedServer.Reply(200, "{\"verdict\":true}"));
        var policy = new CascadePolicy([new CascadeStage(new SinglePolicy("a"),
            [new Verifier(VerifierKind.Webhook) { Url = service.BaseUrl }]), new CascadeStage(new SinglePolicy("b"), [])]);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", a.BaseUrl), ("b", new Uri("http://127.0.0.1:9/v1"))]);

        Assert.Equal(4 << 20, (await ServedPolicy.AskAsync(served.Client(), isStream: true)).Length);
    }

    [Fact]
    public async Task Headers_that_repeat_the_key_or_lead_elsewhere_stay_behind()
    {
        await using var a = new ScriptedServer(ScriptedServer.Reply(
            200, Replies.Json("x"), headers: $"X-Echo: Bearer {ServedPolicy.ProviderKey}\r\nAccess-Control-Allow-Origin: *\r\nLocation: "
                + $"http://elsewhere.example/\r\nX-Kept: yes\r\n"));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.Minimal, Ct);

        Assert.Equal("yes", response.Headers.GetValues("X-Kept").Single());
        Assert.Null(response.Headers.Location);
        Assert.False(response.Headers.Contains("X-Echo") || response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_key_that_is_escaped_in_a_refusal_is_masked_too()
    {
        var escaped = ServedPolicy.ProviderKey.Replace("-", "\\u002d", StringComparison.Ordinal);
        await using var a = new ScriptedServer(ScriptedServer.Reply(401, $"{{\"error\":{{\"message\":\"bad key {escaped}\"}}}}"));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(ServedPolicy.Minimal, Ct);

        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal((HttpStatusCode.Unauthorized, "bad key KEY_REMOVED"),
            (response.StatusCode, body.RootElement.GetProperty("error").GetProperty("message").GetString()));
        await served.LogAsync(1);
        Assert.DoesNotContain(ServedPolicy.ProviderKey, served.LogText);
    }

    [Fact]
    public async Task A_reply_with_a_name_that_stands_there_twice_is_sent_as_a_stream_with_the_last()
    {
        await using var a = new ScriptedServer(ScriptedServer.Reply(200,
            "{\"id\":\"1\",\n\"object\":\"x\",\"created\":1,\"model\":\"m\",\"model\":\"n\",\"choices\":[],\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"no\",\"content\":\"yes\"}}]}"));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        Assert.Equal("yes", await ServedPolicy.AskAsync(served.Client(), isStream: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pieces_without_the_frame_of_events_are_an_answer_as_for_a_run(bool isStream)
    {
        var pieces = string.Concat(Replies.WholeStream("hello").Split("\n\n")
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line["data: ".Length..] + "\n"));
        await using var a = new ScriptedServer(ScriptedServer.Reply(200, pieces, "application/x-ndjson"));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using var response = await served.PostAsync(isStream ? ServedPolicy.MinimalStream : ServedPolicy.Minimal, Ct);
        var events = await response.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"content\":\"hello\"", events);
        Assert.EndsWith("data: [DONE]\n\n", events);
        Assert.Equal("hello", (await AskedModel.AskAsync(ScriptedServer.Reply(200, pieces))).Text);
    }

    [Fact]
    public async Task A_client_that_leaves_is_logged_as_such_with_what_was_asked_until_then()
    {
        await using var a = new ScriptedServer(Replies.Answer("from a", isStream: true));
        await using var service = new ScriptedServer(async stream => await Replies.UntilGoneAsync(stream, new TaskCompletionSource()));
        var policy = new CascadePolicy([new CascadeStage(new SinglePolicy("a"),
            [new Verifier(VerifierKind.Webhook) { Url = service.BaseUrl }]), new CascadeStage(new SinglePolicy("b"), [])]);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", a.BaseUrl), ("b", new Uri("http://127.0.0.1:9/v1"))]);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var asking = served.PostAsync(ServedPolicy.MinimalStream, leaving.Token);
        while (service.Requests.Count == 0)
        {
            await Task.Delay(10, Ct);
        }

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal((499, "auto", "a", 10),
            (entry.GetProperty("status").GetInt32(), entry.GetProperty("model").GetString(),
            entry.GetProperty("path")[0].GetProperty("model").GetString(),
            entry.GetProperty("path")[0].GetProperty("input_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_a_stream_is_not_the_endpoints_fault()
    {
        await using var a = new ScriptedServer(
            ScriptedServer.Stream([Replies.Piece(Replies.Role), .. Enumerable.Repeat(Replies.Piece(Replies.Word("more "), 20), 2000)]));
        await using var served = await ServedPolicy.StartAsync(new SinglePolicy("a"), [("a", a.BaseUrl)]);

        using (var response = await served.PostAsync(ServedPolicy.MinimalStream, Ct))
        {
            await using var body = await response.Content.ReadAsStreamAsync(Ct);
            Assert.True(await body.ReadAsync(new byte[100], Ct) > 0);
        }

        var entry = Assert.Single(await served.LogAsync(1));
        Assert.Equal((499, "the client has gone"), (entry.GetProperty("status").GetInt32(), entry.GetProperty("error").GetString()));
    }

    /// <summary>Asks through a policy whose first model is the hostile one; the second must have served.</summary>
    private static async Task<JsonElement> ServedByBAsync(ScriptedServer a, bool isStream)
    {
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream));
        await using var served = await ServedPolicy.StartAsync(AThenB, [("a", a.BaseUrl), ("b", b.BaseUrl)]);

        Assert.Equal("from b", await ServedPolicy.AskAsync(served.Client(), isStream));

        return Assert.Single(await served.LogAsync(1));
    }
}
