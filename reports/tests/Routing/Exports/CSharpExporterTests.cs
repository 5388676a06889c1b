using Eval.Routing.Policies;
using Microsoft.Extensions.AI;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>The exported file compiles, and asks whom the evaluator says.</summary>
public sealed class CSharpExporterTests
{
    private readonly List<string> _asked = [];
    private readonly List<ChatOptions?> _options = [];

    public static TheoryData<string> Kinds => new(SomePolicy.Kinds.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hostile_names_stay_names_in_code_that_compiles(string kind)
    {
        var file = HostileNames.In(SomePolicy.Kinds[kind]);

        var models = (System.Collections.IEnumerable)CompiledPolicy.Compile(file)
            .GetType("EvalRouting.RoutedChatClient")!.GetProperty("Models")!.GetValue(null)!;

        var names = models.Cast<object>().Select(model => (string)model.GetType().GetProperty("Name")!.GetValue(model)!);
        Assert.Equal(file.Policy.Models, names);
    }

    [Theory]
    [InlineData("alpha ok", "alpha")]
    [InlineData("alpha 503", "beta")]
    [InlineData("alpha drop", "beta")]
    [InlineData("alpha hang", "beta")]
    [InlineData("alpha 500, beta 529", null)]
    public async Task A_failover_asks_as_the_evaluator_says(string behaviours, string? served) =>
        await FollowsAsync(SomePolicy.Failover with { Timeout = TimeSpan.FromMilliseconds(200) }, behaviours, served);

    [Theory]
    [InlineData("alpha ok", "completion", "alpha")]
    [InlineData("alpha ok", "issue-resolution", "beta")]
    [InlineData("alpha ok", "never seen", "beta")]
    [InlineData("alpha 503", "completion", null)]
    public async Task Classes_ask_as_the_evaluator_says(string behaviours, string @class, string? served) =>
        await FollowsAsync(SomePolicy.ByClass, behaviours, served, @class);

    [Theory]
    [InlineData("alpha ok", true, "alpha")]
    [InlineData("alpha ok", false, "beta")]
    [InlineData("alpha 503", true, "beta")]
    [InlineData("beta 503", false, null)]
    public async Task A_cascade_asks_as_the_evaluator_says(string behaviours, bool isAccepted, string? served) =>
        await FollowsAsync(SomePolicy.CascadeOf(new Verifier(VerifierKind.PublicTests)), behaviours, served, isAccepted: isAccepted);

    [Theory]
    [InlineData("alpha ok", "alpha")]
    [InlineData("alpha hang", "beta")]
    [InlineData("alpha 503", "beta")]
    [InlineData("alpha 503, beta 503", null)]
    public async Task A_hedge_asks_as_the_evaluator_says(string behaviours, string? served) =>
        await FollowsAsync(SomePolicy.Hedge with { Delay = TimeSpan.FromMilliseconds(300) }, behaviours, served);

    [Theory]
    [InlineData("404")]
    [InlineData("400")]
    public async Task A_failover_passes_on_what_is_not_its_business(string behaviour)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => Client(SomePolicy.Failover, $"alpha {behaviour}")
            .GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["alpha"], _asked);
    }

    [Fact]
    public async Task A_failed_connection_is_passed_on_where_the_policy_says_so()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => Client(SomePolicy.Failover with { OnConnect = false }, "alpha drop")
            .GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["alpha"], _asked);
    }

    [Fact]
    public async Task A_failover_asks_again_before_it_asks_the_next()
    {
        var response = await Client(SomePolicy.Failover with { Retries = 1 }, "alpha 429")
            .GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("answer of beta", response.Text);
        Assert.Equal(["alpha", "alpha", "beta"], _asked);
    }

    [Theory]
    [InlineData("alpha ok", "answer of alpha")]
    [InlineData("alpha 503", "answer of beta")]
    [InlineData("alpha hang", "answer of beta")]
    [InlineData("alpha empty", "answer of beta")]
    public async Task A_streamed_failover_passes_on_whoever_begins(string behaviours, string expected)
    {
        var client = Client(SomePolicy.Failover with { Timeout = TimeSpan.FromMilliseconds(200) }, behaviours);

        Assert.Equal(expected, await StreamAsync(client));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_after_its_beginning_is_not_begun_again()
    {
        var seen = "";
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var update in Client(SomePolicy.Failover, "alpha midfail")
                .GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
            {
                seen += update.Text;
            }
        });

        Assert.Equal("answer of ", seen);
        Assert.Equal(["alpha"], _asked);
    }

    [Fact]
    public async Task An_empty_stream_is_passed_on_where_the_policy_says_so()
    {
        Assert.Equal("", await StreamAsync(Client(SomePolicy.Failover with { OnTruncatedStream = false }, "alpha empty")));

        Assert.Equal(["alpha"], _asked);
    }

    [Theory]
    [InlineData(true, "answer of alpha")]
    [InlineData(false, "answer of beta")]
    public async Task Nothing_of_a_rejected_answer_is_streamed(bool isAccepted, string expected) =>
        Assert.Equal(expected, await StreamAsync(Client(SomePolicy.Cascade, "", isAccepted)));

    [Theory]
    [InlineData(0.1, "alpha")]
    [InlineData(0.11593, "beta")]
    [InlineData("0.9", "beta")]
    [InlineData("no number", "beta")]
    [InlineData(null, "beta")]
    public async Task A_score_at_the_threshold_or_unknown_goes_to_the_strong_model(object? score, string expected)
    {
        var options = score is null ? null : new ChatOptions { AdditionalProperties = new() { ["mf"] = score } };

        await Client(SomePolicy.Threshold, "").GetResponseAsync("hi", options, TestContext.Current.CancellationToken);

        Assert.Equal([expected], _asked);
    }

    [Theory]
    [InlineData(400, "alpha")]
    [InlineData(401, "beta")]
    public async Task The_prompts_tokens_are_estimated_where_the_caller_says_nothing(int characters, string expected)
    {
        var policy = new ThresholdPolicy(RequestFeature.PromptTokens, 101, SomePolicy.Beta, SomePolicy.Alpha);
        Assert.Equal(expected, policy.For(RequestFeature.TokensOf(characters)).ToString());

        await Client(policy, "").GetResponseAsync(new string('x', characters), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([expected], _asked);
    }

    [Fact]
    public async Task A_mix_draws_by_its_weights()
    {
        var client = Client(SomePolicy.Mix, "");
        for (var request = 0; request < 1000; request++)
        {
            await client.GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);
        }

        // Four standard deviations of a binomial count; the seed is fixed.
        Assert.InRange(_asked.Count(name => name == "alpha"), 642, 758);
    }

    [Fact]
    public async Task The_provider_gets_its_own_identifier_and_nothing_that_is_for_routing()
    {
        var options = new ChatOptions { ModelId = "whatever",
            AdditionalProperties = new() { ["task_class"] = "completion", ["user"] = "u" } };

        await Client(SomePolicy.ByClass, "").GetResponseAsync("hi", options, TestContext.Current.CancellationToken);

        var given = Assert.Single(_options)!;
        Assert.Equal("alpha-2026", given.ModelId);
        Assert.Equal(["user"], given.AdditionalProperties!.Keys);
        Assert.Equal("whatever", options.ModelId);
        Assert.Equal(2, options.AdditionalProperties.Count);
    }

    [Fact]
    public void A_cascade_without_a_verifier_is_refused_at_once() =>
        Assert.Throws<ArgumentNullException>(() => CompiledPolicy.Create(SomePolicy.File(SomePolicy.Cascade), _ => null!));

    [Fact]
    public void A_key_is_read_from_its_variable()
    {
        var models = (System.Collections.IEnumerable)CompiledPolicy.Compile(SomePolicy.File(SomePolicy.Alpha)
            .With("alpha", model => model with { ApiKeyEnv = "EVAL_TEST_EXPORTED_KEY" }))
            .GetType("EvalRouting.RoutedChatClient")!.GetProperty("Models")!.GetValue(null)!;
        Environment.SetEnvironmentVariable("EVAL_TEST_EXPORTED_KEY", "a value");

        var model = models.Cast<object>().Single();

        Assert.Equal("a value", model.GetType().GetMethod("GetApiKey")!.Invoke(model, null));
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_taken_for_a_failure()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = Client(SomePolicy.Failover, "alpha hang").GetResponseAsync("hi", cancellationToken: caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(["alpha"], _asked);
    }

    private async Task FollowsAsync(RoutingPolicy policy, string behaviours, string? served, string @class = "completion",
        bool isAccepted = true)
    {
        var expected = Outcomes.Follow(policy, behaviours, @class, isAccepted);
        Assert.Equal(served, expected.Served);
        var options = new ChatOptions { AdditionalProperties = new() { ["task_class"] = @class } };
        var call = Client(policy, behaviours, isAccepted).GetResponseAsync("hi", options, TestContext.Current.CancellationToken);

        if (served is null)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => call);
        }
        else
        {
            Assert.Equal($"answer of {served}", (await call).Text);
        }

        Assert.Equal(expected.Asked, _asked);
    }

    private IChatClient Client(RoutingPolicy policy, string behaviours, bool isAccepted = true) => CompiledPolicy.Create(
        SomePolicy.File(policy), name => new FakeChatClient(name, Outcomes.BehaviourOf(name, behaviours), _asked, _options), (_, _) =>
            isAccepted);

    private static async Task<string> StreamAsync(IChatClient client)
    {
        var text = "";
        await foreach (var update in client.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
        {
            text += update.Text;
        }

        return text;
    }
}
