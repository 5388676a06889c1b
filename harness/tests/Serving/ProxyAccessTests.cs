using System.ClientModel;
using System.Net;
using System.Text;
using System.Text.Json;
using Eval.Harness.Redaction;
using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Serving;

/// <summary>Who may ask the proxy, for what, and what is written down of it.</summary>
public sealed class ProxyAccessTests
{
    private static readonly SinglePolicy A = new("a");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_are_listed_and_one_by_its_name_is_asked_itself()
    {
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream: false));
        await using var served = await ServedPolicy.StartAsync(A, [("a", new Uri("http://127.0.0.1:9/v1")), ("org/b", b.BaseUrl)]);

        var listed = await new OpenAI.Models.OpenAIModelClient(new ApiKeyCredential("x"),
            new OpenAI.OpenAIClientOptions { Endpoint = served.BaseUrl }).GetModelsAsync(Ct);

        Assert.Equal(["auto", "p", "a", "org/b"], listed.Value.Select(model => model.Id));
        foreach (var (path, id) in new[] { ("auto", "auto"), ("p", "p"), ("org/b", "org/b"), ("org%2Fb", "org/b") })
        {
            Assert.Equal(id, JsonDocument.Parse(await served.Http.GetStringAsync(new Uri($"models/{path}", UriKind.Relative), Ct))
                .RootElement.GetProperty("id").GetString());
        }

        using var missing = await served.Http.GetAsync(new Uri("models/gpt-9", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("there are auto, p, a, org/b", await missing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("from b", await ServedPolicy.AskAsync(served.Client("org/b"), isStream: false));
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => ServedPolicy.AskAsync(served.Client("gpt-9"), isStream: false));
        Assert.Equal(404, unknown.Status);
        Assert.Contains("model_not_found", unknown.Message);
    }

    [Fact]
    public async Task Prompts_and_keys_are_in_no_log_unless_prompts_were_asked_for()
    {
        const string Body = "{\"model\":\"auto\",\n\"messages\":[{\"role\":\"user\",\"content\":\"my secret "
            + "plan\"}],\"metadata\":{\"note\":\"private note\"}}";
        foreach (var logPrompts in new[] { false, true })
        {
            await using var a = new ScriptedServer(Replies.Answer("the answer", isStream: false),
                ScriptedServer.Reply(401, $"{{\"error\":{{\"message\":\"bad key {ServedPolicy.ProviderKey}\"}}}}"));
            await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)],
                options => options with { LogPrompts = logPrompts });
            for (var i = 0; i < 2; i++)
            {
                using var response = await served.PostAsync(Body, Ct, ("Authorization", "Bearer " + ServedPolicy.ClientKey));
                Assert.DoesNotContain(ServedPolicy.ProviderKey, await response.Content.ReadAsStringAsync(Ct));
            }

            Assert.Equal(2, (await served.LogAsync(2)).Count);
            Assert.Equal(logPrompts, served.LogText.Contains("my secret plan", StringComparison.Ordinal));
            Assert.Equal(logPrompts, served.LogText.Contains("private note", StringComparison.Ordinal));
            Assert.DoesNotContain(ServedPolicy.ProviderKey, served.LogText);
            Assert.DoesNotContain(ServedPolicy.ClientKey, served.LogText);
        }
    }

    [Fact]
    public async Task Requests_are_logged_on_one_line_each_whatever_is_in_them()
    {
        await using var a = new ScriptedServer(Replies.Answer("ok", isStream: false));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)], options => options with { LogPrompts = true });

        // Half a character, which no writer of JSON takes.
        using var response = await served.PostAsync(
            "{\"model\":\"auto\",\r\n\"messages\":[\n{\"role\":\"user\",\"content\":\"\\ud800 and \\n more\"}]}", Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"content\":\"\\ud800 and \\n more\"",
            Assert.Single(await served.LogAsync(1)).GetProperty("request").GetRawText());
    }

    [Fact]
    public async Task A_token_is_wanted_where_one_is_set()
    {
        await using var a = new ScriptedServer(Replies.Answer("ok", isStream: false));
        await using var served = await ServedPolicy.StartAsync(A, [("a", a.BaseUrl)],
            options => options with { Token = new Secret("the-token") });

        foreach (var sent in new[] { "", "Bearer wrong", "the-token", "bearer the-token " })
        {
            using var refused = await served.PostAsync(ServedPolicy.Minimal, Ct, ("Authorization", sent));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var models = await served.Http.GetAsync("models", Ct);
        using var health = await served.Http.GetAsync("/healthz", Ct);
        using var answered = await served.PostAsync(ServedPolicy.Minimal, Ct, ("Authorization", "Bearer the-token"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK),
            (models.StatusCode, health.StatusCode, answered.StatusCode));
        Assert.Single(a.Requests);
    }

    [Fact]
    public async Task A_web_page_cannot_ask_in_its_visitors_name()
    {
        await using var served = await ServedPolicy.StartAsync(A, [("a", new Uri("http://127.0.0.1:9/v1"))]);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "models") { Headers = { Host = "evil.example" } };
        using var simple = new HttpRequestMessage(HttpMethod.Post,
            "chat/completions") { Content = new StringContent(ServedPolicy.Minimal, Encoding.UTF8, "text/plain") };

        Assert.Equal(HttpStatusCode.Forbidden, (await served.Http.SendAsync(rebound, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await served.Http.SendAsync(simple, Ct)).StatusCode);
    }
}
