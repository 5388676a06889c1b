using System.Text;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;
using Eval.Harness.Tests.Models;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

/// <summary>A policy in front of real servers, asked like a model.</summary>
public sealed class PolicyModelTests
{
    [Fact]
    public async Task A_failover_tries_each_model_once_and_the_failure_is_waited_for()
    {
        await using var a = new ScriptedServer(After(100, ScriptedServer.Reply(503, "{\"error\":{\"message\":\"full\"}}")));
        await using var b = new ScriptedServer(Answer("b"));

        var completion = await AskAsync(new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]), ("a", a), ("b", b));

        Assert.Equal(("b", 1), (completion.Text, completion.Retries));
        Assert.Equal(["a", "b"], completion.Path!.Calls.Select(call => call.Model));
        Assert.InRange(completion.Timing.Total.TotalMilliseconds, 95, 5000);
        Assert.InRange(completion.Timing.FirstContent!.Value.TotalMilliseconds, 95, completion.Timing.Total.TotalMilliseconds);
        Assert.Equal(503, completion.Path.Calls[0].Status);
    }

    [Fact]
    public async Task A_failover_does_not_wait_longer_for_an_answer_to_begin_than_it_may()
    {
        await using var a = new ScriptedServer(After(5000, Answer("a")));
        await using var b = new ScriptedServer(Answer("b"));
        var policy = new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]) { Timeout = TimeSpan.FromMilliseconds(200) };

        var completion = await AskAsync(policy, ("a", a), ("b", b));

        Assert.Equal("b", completion.Text);
        Assert.InRange(completion.Timing.Total.TotalMilliseconds, 195, 4500);
        Assert.Contains("did not begin to answer", completion.Path!.Calls[0].Error);
    }

    [Fact]
    public async Task Signs_of_life_are_no_beginning_of_an_answer()
    {
        await using var a = new ScriptedServer(ScriptedServer.Stream(
            [.. Enumerable.Repeat((100,
                Encoding.UTF8.GetBytes(": still there\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")),
                100)]));
        await using var b = new ScriptedServer(Answer("b"));
        var policy = new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]) { Timeout = TimeSpan.FromMilliseconds(500) };

        var completion = await AskAsync(policy, ("a", a), ("b", b));

        Assert.Equal("b", completion.Text);
        Assert.InRange(completion.Path!.Calls[0].LatencyMs, 490, 5000);
        Assert.Contains("did not begin to answer within 0.5 s", completion.Path.Calls[0].Error);
    }

    [Fact]
    public async Task A_refusal_whose_explanation_never_ends_is_a_refusal_all_the_same()
    {
        await using var a = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 503 Full\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
            await Task.Delay(TimeSpan.FromSeconds(20));
        });
        await using var b = new ScriptedServer(Answer("b"));

        var completion = await AskAsync(new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]), ("a", a), ("b", b));

        Assert.Equal(("b", 503), (completion.Text, completion.Path!.Calls[0].Status));
        Assert.InRange(completion.Path.Calls[0].LatencyMs, 0, 15_000);
    }

    [Fact]
    public async Task A_refused_connection_and_a_stream_that_breaks_bring_the_next_model()
    {
        var closed = new ScriptedServer();
        var address = closed.BaseUrl;
        await closed.DisposeAsync();
        await using var breaking = new ScriptedServer(
            ScriptedServer.Stream((0, Encoding.UTF8.GetBytes("data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n")), (0, null)));
        await using var c = new ScriptedServer(Answer("c"));
        var policy = new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b"), new SinglePolicy("c")]);

        var completion = await AskAsync(policy, null, ("a", address), ("b", breaking.BaseUrl), ("c", c.BaseUrl));

        Assert.Equal("c", completion.Text);
        Assert.Equal([PolicyCallOutcome.Failed, PolicyCallOutcome.Failed, PolicyCallOutcome.Answered],
            completion.Path!.Calls.Select(call => call.Outcome));
    }

    [Fact]
    public async Task Tokens_and_cost_are_those_of_all_calls_each_at_its_own_price()
    {
        await using var a = new ScriptedServer(Answer("a"));
        await using var b = new ScriptedServer(Answer("b"));
        var verifier = new OneVerifier { Accepts = answer => answer == "b", Took = TimeSpan.FromMilliseconds(50) };

        var completion = await AskAsync(TwoStages(new Verifier(VerifierKind.PublicTests)), verifier, ("a", a.BaseUrl), ("b", b.BaseUrl));

        Assert.Equal(("b", 20, 10), (completion.Text, completion.Usage.InputTokens, completion.Usage.OutputTokens));
        // Prices of a and b are 1 and 2 USD per million tokens, in and out.
        Assert.Equal((15m + 30m) / 1_000_000, completion.Path!.CostUsd);
        Assert.Equal(completion.Timing.Total.TotalMilliseconds,
            completion.Path.Calls[0].LatencyMs + 50 + completion.Path.Calls[1].LatencyMs, 0.01);
        Assert.Equal(completion.Timing.FirstContent!.Value.TotalMilliseconds,
            completion.Path.Calls[0].LatencyMs + 50 + completion.Path.Calls[1].TtftMs!.Value, 0.01);
    }

    [Fact]
    public async Task Nothing_of_an_answer_is_seen_before_its_verdict()
    {
        await using var a = new ScriptedServer(Answer("a"));
        var verifier = new OneVerifier { Accepts = _ => true, Took = TimeSpan.FromMilliseconds(50) };

        var completion = await AskAsync(TwoStages(new Verifier(VerifierKind.Build)), verifier, ("a", a.BaseUrl), ("b", a.BaseUrl));

        Assert.Equal(completion.Timing.Total, completion.Timing.FirstContent);
        Assert.Null(completion.Timing.LastDelta);
        Assert.Equal(VerifierKind.Build, Assert.Single(verifier.Asked));
    }

    [Fact]
    public async Task Without_anything_to_verify_with_no_answer_is_accepted()
    {
        await using var a = new ScriptedServer(Answer("a"));
        await using var b = new ScriptedServer(Answer("b"));

        Assert.Equal("b", (await AskAsync(TwoStages(new Verifier(VerifierKind.PublicTests)), null, ("a", a.BaseUrl), ("b", b.BaseUrl)))
            .Text);
    }

    [Theory]
    [InlineData(200, "{\"verdict\":true}", "a")]
    [InlineData(200, "{\"verdict\":false}", "b")]
    [InlineData(200, "{\"verdict\":\"true\"}", "b")]
    [InlineData(200, "true", "b")]
    [InlineData(200, "no json", "b")]
    [InlineData(500, "{\"verdict\":true}", "b")]
    public async Task Only_a_clear_yes_of_a_service_accepts(int status, string answer, string served)
    {
        await using var a = new ScriptedServer(Answer("a"));
        await using var b = new ScriptedServer(Answer("b"));
        await using var service = new ScriptedServer(ScriptedServer.Reply(status, answer));

        var completion = await AskAsync(TwoStages(new Verifier(VerifierKind.Webhook) { Url = service.BaseUrl }), null, ("a", a.BaseUrl),
            ("b", b.BaseUrl));

        Assert.Equal(served, completion.Text);
        var sent = Assert.Single(service.Requests);
        Assert.Contains("\"request\":{\"text\":\"write it\",\"json\":{\"messages\":[{\"role\":\"user\",\"content\":\"write it\"}]}}", sent);
        Assert.Contains("\"response\":{\"text\":\"a\",\"json\":{", sent);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_accepts_nothing()
    {
        await using var a = new ScriptedServer(Answer("a"));
        await using var b = new ScriptedServer(Answer("b"));
        var gone = new ScriptedServer();
        await gone.DisposeAsync();

        Assert.Equal("b",
            (await AskAsync(TwoStages(new Verifier(VerifierKind.Webhook) { Url = new Uri("http://127.0.0.1:9/v") }), null, ("a", a.BaseUrl),
            ("b", b.BaseUrl))).Text);
    }

    [Fact]
    public async Task When_nobody_answers_the_failure_carries_what_was_tried()
    {
        await using var a = new ScriptedServer(ScriptedServer.Reply(503, "full"));
        await using var b = new ScriptedServer(ScriptedServer.Reply(429, "full"));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() =>
            AskAsync(new FailoverPolicy([new SinglePolicy("a"), new SinglePolicy("b")]), ("a", a), ("b", b)));

        Assert.Equal((429, 0m), (failure.Status, failure.Path!.CostUsd));
        Assert.Equal([503, 429], failure.Path.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task The_same_request_is_drawn_the_same_model_and_different_ones_are_mixed()
    {
        var mix = new MixPolicy([new MixShare(new SinglePolicy("a"), 1), new MixShare(new SinglePolicy("b"), 1)]);
        var drawn = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var round = new StringBuilder();
            for (var task = 0; task < 12; task++)
            {
                await using var a = new ScriptedServer(Answer("a"));
                await using var b = new ScriptedServer(Answer("b"));
                round.Append((await AskAsync(mix, null, $"set/{task}", ("a", a.BaseUrl), ("b", b.BaseUrl))).Text);
            }

            drawn.Add(round.ToString());
        }

        Assert.Equal(drawn[0], drawn[1]);
        Assert.InRange(drawn[0].Count(letter => letter == 'a'), 2, 10);
    }

    private static CascadePolicy TwoStages(Verifier verifier) =>
        new([new CascadeStage(new SinglePolicy("a"), [verifier]), new CascadeStage(new SinglePolicy("b"), [])]);

    private static Func<System.Net.Sockets.NetworkStream, Task> Answer(string text) => ScriptedServer.Stream(
        $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}]}}\n\ndata: "
            + $"{{\"choices\":[],\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":5}}}}\n\ndata: [DONE]\n\n");

    private static Func<System.Net.Sockets.NetworkStream, Task> After(int ms, Func<System.Net.Sockets.NetworkStream, Task> answer) =>
        async stream =>
    {
        await Task.Delay(ms);
        await answer(stream);
    };

    private static Task<Completion> AskAsync(RoutingPolicy policy, params (string Name, ScriptedServer Server)[] models) =>
        AskAsync(policy, null, [.. models.Select(model => (model.Name, model.Server.BaseUrl))]);

    private static Task<Completion> AskAsync(RoutingPolicy policy, IAnswerVerifier? verifier, params (string Name, Uri Address)[] models) =>
        AskAsync(policy, verifier, "set/task", models);

    private static async Task<Completion> AskAsync(RoutingPolicy policy, IAnswerVerifier? verifier, string key,
        params (string Name, Uri Address)[] models)
    {
        using var client = HttpConnections.Create(models[0].Address, KeyGuard.None());
        await using var saturation = new SaturationProbe();
        var specs = models.Select((model, index) => new ModelSpec
        {
            Name = model.Name,
            RequestedModel = model.Name,
            Source = new EndpointSource(new ProviderSpec { Name = model.Name, BaseUrl = model.Address }),
            Price = new Price { InputUsdPerMillionTokens = index + 1, OutputUsdPerMillionTokens = index + 1 },
        }).ToList();
        var byName = specs.ToDictionary(
            spec => spec.Name,
            spec => (IModel)new RetryingModel(new OpenAiModel(spec, client, saturation, TimeProvider.System), EndpointLimiter.Adaptive(),
                new RetryOptions(), new Random(1), TimeProvider.System));
        var source = new PolicySource(new PolicyFile { Name = "p", Policy = policy }, specs, "policy:p.json");
        var policySpec = new ModelSpec { Name = "policy:p", RequestedModel = "p", Source = source };
        var model = new PolicyModel(policySpec, source, byName, new WebhookVerifier(_ => client, TimeSpan.FromSeconds(5)),
            TimeProvider.System);
        return await model.CompleteAsync(
            new ModelRequest
            {
                Messages = [new ChatMessage("user", "write it")],
                Context = new RequestContext { Features = new Dictionary<string, string> { ["class"] = "completion" }, Key = key,
                    Verifier = verifier },
            },
            TestContext.Current.CancellationToken);
    }

    private sealed class OneVerifier : IAnswerVerifier
    {
        public required Func<string, bool> Accepts { get; init; }

        public TimeSpan Took { get; init; }

        public List<VerifierKind> Asked { get; } = [];

        public Task<Verification> VerifyAsync(VerifierKind kind, Completion answer, CancellationToken ct)
        {
            Asked.Add(kind);
            return Task.FromResult(new Verification(Accepts(answer.Text), Took));
        }

        public Task<string?> CodeOfAsync(Completion answer, CancellationToken ct) => Task.FromResult<string?>(answer.Text);
    }
}
