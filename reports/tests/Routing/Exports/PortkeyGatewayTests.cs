using System.Text.Json;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>
/// Exported policies on the real gateway: it asks whom the evaluator says, in the same order, and serves the same answer. Where the gateway
/// does something that no evaluation of stored answers can see, the test says what.
/// </summary>
[Collection("gateway")]
[Trait("Needs", "Node")]
public sealed class PortkeyGatewayTests(PortkeyGateway gateway)
{
    private static readonly FailoverPolicy Impatient = SomePolicy.Failover with { Timeout = TimeSpan.FromMilliseconds(500) };

    [Theory]
    [InlineData("alpha ok", "alpha")]
    [InlineData("alpha 500", "beta")]
    [InlineData("alpha 503", "beta")]
    [InlineData("alpha 529", "beta")]
    [InlineData("alpha drop", "beta")]
    [InlineData("alpha hang", "beta")]
    [InlineData("alpha 500, beta 503", null)]
    public async Task A_failover_asks_as_the_evaluator_says(string behaviours, string? served)
    {
        var request = await FollowsAsync(Impatient, behaviours, served);

        Assert.Equal(served is null ? 503 : 200, request.Status);
        Assert.Equal($"config.targets[{request.Asked.Count - 1}]", request.LastTarget);
        Assert.Equal(served is null, request.Body.Contains("beta-2026 says 503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failover_of_three_asks_each_in_turn() =>
        await FollowsAsync(new FailoverPolicy([SomePolicy.Gamma, new FailoverPolicy([SomePolicy.Alpha, SomePolicy.Beta])]),
            "gamma 429, alpha 502", "beta");

    [Fact]
    public async Task The_readable_file_does_the_same()
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Failover, "alpha 503") { FileIndex = 1 }.SendAsync();

        Assert.Equal("beta", request.Served);
    }

    [Theory]
    [InlineData("404")]
    [InlineData("400")]
    public async Task A_status_that_the_policy_does_not_name_is_passed_on(string status)
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Failover, $"alpha {status}").SendAsync();

        Assert.Equal(int.Parse(status), request.Status);
        Assert.Equal(["alpha"], request.Asked);
    }

    [Fact]
    public async Task One_is_asked_again_as_often_as_the_policy_says()
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Failover with { Retries = 1 }, "alpha 503").SendAsync();

        Assert.Equal(["alpha", "alpha", "beta"], request.Asked);
        Assert.Equal("beta", request.Served);
    }

    [Fact]
    public async Task A_stream_falls_over_before_it_begins_and_keeps_its_usage_and_end()
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Failover, "alpha 503") { IsStreamed = true }.SendAsync();

        Assert.Equal(Outcomes.Follow(SomePolicy.Failover, "alpha 503").Asked, request.Asked);
        Assert.Equal("beta", request.Served);
        Assert.Contains("\"prompt_tokens\":50", request.Body, StringComparison.Ordinal);
        Assert.Contains("data: [DONE]", request.Body, StringComparison.Ordinal);
        Assert.All(request.Calls, call => Assert.True(call.IsStreamed));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_goes_on_to_nobody()
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Failover, "alpha midfail") { IsStreamed = true }.SendAsync();

        Assert.Equal(200, request.Status);
        Assert.Equal(["alpha"], request.Asked);
        Assert.Contains("answer ", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason\":\"stop", request.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completion", "alpha")]
    [InlineData("issue-resolution", "beta")]
    [InlineData("never seen", "gamma")]
    [InlineData(null, "gamma")]
    public async Task Classes_ask_as_the_evaluator_says(string? @class, string served)
    {
        var policy = SomePolicy.ByClass with { Default = SomePolicy.Gamma };

        await FollowsAsync(policy, "", served, @class);
    }

    [Fact]
    public async Task A_hostile_class_is_matched_to_the_letter()
    {
        var policy = new ClassPolicy(RequestFeature.Class,
            new Dictionary<string, RoutingPolicy> { [HostileNames.Class] = SomePolicy.Alpha }, SomePolicy.Beta);

        await FollowsAsync(policy, "", "alpha", HostileNames.Class);
    }

    [Theory]
    [InlineData("completion", "alpha 503", "gamma")]
    [InlineData("issue-resolution", "", "beta")]
    [InlineData("multi-constraint", "alpha 503, beta 503", "gamma")]
    public async Task A_failover_within_a_class_asks_as_the_evaluator_says(string @class, string behaviours, string served)
    {
        var policy = SomePolicy.Classes(("completion", new FailoverPolicy([SomePolicy.Alpha, SomePolicy.Gamma])),
            ("issue-resolution", SomePolicy.Beta)) with
        {
            Default = new FailoverPolicy([SomePolicy.ByClass, SomePolicy.Gamma]),
        };

        await FollowsAsync(policy, behaviours, served, @class);
    }

    [Theory]
    [InlineData("0.1", "alpha")]
    [InlineData("0.11593", "beta")]
    [InlineData("0.9", "beta")]
    [InlineData("no number", "beta")]
    [InlineData(null, "beta")]
    public async Task A_score_at_the_threshold_or_unknown_goes_to_the_strong_model(string? score, string served)
    {
        var request = await new GatewayRequest(gateway,
            SomePolicy.Threshold) { Metadata = score is null ? null : JsonSerializer.Serialize(new { mf = score }) }.SendAsync();

        Assert.Equal([served], request.Asked);
        Assert.Equal(served, request.Served);
    }

    [Fact]
    public async Task A_mix_asks_as_often_as_the_evaluator_says()
    {
        const int Requests = 200;
        var expected = Outcomes.FollowAll(SomePolicy.Mix, "").Single(path => path.Served == "alpha").Weight;
        var alpha = 0;
        for (var request = 0; request < Requests; request++)
        {
            alpha += (await new GatewayRequest(gateway, SomePolicy.Mix).SendAsync()).Served == "alpha" ? 1 : 0;
        }

        // Five standard deviations of a binomial count: by chance once in two million runs.
        var tolerance = 5 * Math.Sqrt(Requests * expected * (1 - expected));
        Assert.InRange(alpha, Requests * expected - tolerance, Requests * expected + tolerance);
    }

    [Theory]
    [InlineData("", true, "alpha")]
    [InlineData("", false, "beta")]
    [InlineData("alpha 503", true, "beta")]
    [InlineData("beta 503", false, null)]
    public async Task A_cascade_asks_as_the_evaluator_says(string behaviours, bool isAccepted, string? served)
    {
        var request = await FollowsAsync(SomePolicy.CascadeOf(new Verifier(VerifierKind.PublicTests)), behaviours, served,
            isAccepted: isAccepted);

        Assert.Equal(behaviours.StartsWith("alpha", StringComparison.Ordinal) ? 0 : 1, request.Verifications.Count);
        Assert.All(request.Verifications, call => Assert.Contains("answer of alpha-2026", call.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true, "alpha")]
    [InlineData("", false, "gamma")]
    [InlineData("alpha 503", true, "beta")]
    [InlineData("alpha 503, beta 503", true, "gamma")]
    public async Task A_cascade_of_failovers_asks_as_the_evaluator_says(string behaviours, bool isAccepted, string served)
    {
        var policy = new CascadePolicy([new CascadeStage(SomePolicy.Failover, [new Verifier(VerifierKind.PublicTests)]),
            new CascadeStage(SomePolicy.Gamma, [])]);

        await FollowsAsync(policy, behaviours, served, isAccepted: isAccepted);
    }

    [Theory]
    [InlineData("accept", "alpha")]
    [InlineData("reject", "beta")]
    public async Task A_cascade_is_never_streamed_and_so_goes_on_after_a_rejected_answer(string verdict, string served)
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Cascade, "", verdict) { IsStreamed = true }.SendAsync();

        Assert.Equal(200, request.Status);
        Assert.Equal(served, request.Served);
        Assert.All(request.Calls, call => Assert.False(call.IsStreamed));
        Assert.DoesNotContain("data: ", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_served_unverified_when_the_verifier_cannot_be_reached()
    {
        var request = await new GatewayRequest(gateway, SomePolicy.Cascade, "", "unreachable").SendAsync();

        Assert.Equal("alpha", request.Served);
        Assert.Equal(["alpha"], request.Asked);
    }

    [Fact]
    public async Task A_configuration_of_almost_the_largest_size_is_read()
    {
        var rules = Enumerable.Range(0, 200).Select(index => ($"{new string('c', 40)}-{index}", (RoutingPolicy)SomePolicy.Alpha))
            .Append(("last", SomePolicy.Gamma)).ToArray();

        await FollowsAsync(SomePolicy.Classes(rules), "", "gamma", "last");
    }

    private async Task<GatewayRequest> FollowsAsync(RoutingPolicy policy, string behaviours, string? served, string? @class = "completion",
        bool isAccepted = true)
    {
        var expected = Outcomes.Follow(policy, behaviours, @class ?? "", isAccepted);
        Assert.Equal(served, expected.Served);

        var request = await new GatewayRequest(gateway, policy, behaviours, isAccepted ? "accept" : "reject") { Metadata = @class is null
            ? null : JsonSerializer.Serialize(new { task_class = @class }) }.SendAsync();

        Assert.Equal(expected.Asked, request.Asked);
        Assert.Equal(expected.Served, request.Served);
        return request;
    }
}
