using Eval.Harness.Tests.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Serving;

/// <summary>Policies that need more than one call, through the proxy.</summary>
public sealed class ProxyPoliciesTests
{
    private static readonly SinglePolicy A = new("a");
    private static readonly SinglePolicy B = new("b");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true, "from a")]
    [InlineData(true, false, "from b")]
    [InlineData(false, true, "from a")]
    [InlineData(false, false, "from b")]
    public async Task A_cascade_asks_a_service_before_anything_is_sent(bool isStream, bool verdict, string expected)
    {
        await using var a = new ScriptedServer(Replies.Answer("from a", isStream));
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream));
        await using var service = new ScriptedServer(ScriptedServer.Reply(200, $"{{\"verdict\":{(verdict ? "true" : "false")}}}"));
        var policy = new CascadePolicy([new CascadeStage(A, [new Verifier(VerifierKind.Webhook) { Url = service.BaseUrl }]),
            new CascadeStage(B, [])]);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", a.BaseUrl), ("b", b.BaseUrl)]);

        Assert.Equal(expected, await ServedPolicy.AskAsync(served.Client(), isStream));

        Assert.Contains("\"request\":{\"text\":\"hello\",\"json\":{", Assert.Single(service.Requests));
        Assert.Contains("\"response\":{\"text\":\"from a\",\"json\":{", service.Requests[0]);
        Assert.Equal(verdict, Assert.Single(await served.LogAsync(1)).GetProperty("path")[0].GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public async Task Tests_and_builds_are_run_by_the_service_that_was_named()
    {
        await using var a = new ScriptedServer(Replies.Answer("from a", isStream: false));
        await using var service = new ScriptedServer(ScriptedServer.Reply(200, "{\"verdict\":true}"));
        var policy = new CascadePolicy([new CascadeStage(A, [new Verifier(VerifierKind.PublicTests)]), new CascadeStage(B, [])]);
        await using var served = await ServedPolicy.StartAsync(policy, [("a", a.BaseUrl), ("b", new Uri("http://127.0.0.1:9/v1"))],
            options => options with { Verifier = service.BaseUrl });

        Assert.Equal("from a", await ServedPolicy.AskAsync(served.Client(), isStream: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_backup_of_a_hedge_is_served_when_the_primary_is_slow(bool isStream)
    {
        var primaryWentAway = new TaskCompletionSource();
        await using var a = new ScriptedServer(async stream => await Replies.UntilGoneAsync(stream, primaryWentAway));
        await using var b = new ScriptedServer(Replies.Answer("from b", isStream));
        await using var served = await ServedPolicy.StartAsync(new HedgePolicy(A, B, TimeSpan.FromMilliseconds(200)),
            [("a", a.BaseUrl), ("b", b.BaseUrl)]);

        Assert.Equal("from b", await ServedPolicy.AskAsync(served.Client(), isStream));

        await primaryWentAway.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(["cancelled", "answered"],
            Assert.Single(await served.LogAsync(1)).GetProperty("path").EnumerateArray()
            .Select(call => call.GetProperty("outcome").GetString()));
    }
}
