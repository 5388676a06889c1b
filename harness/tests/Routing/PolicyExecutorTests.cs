using Eval.Harness.Models;
using Eval.Harness.Routing;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

public sealed class PolicyExecutorTests
{
    private static readonly SinglePolicy A = new("a");
    private static readonly SinglePolicy B = new("b");
    private static readonly FailoverPolicy AThenB = new([A, B]);
    private static readonly Verifier Public = new(VerifierKind.PublicTests);

    [Fact]
    public async Task A_single_model_answers_and_its_times_are_the_policys()
    {
        var outcome = await RunAsync(A, new ScriptedCalls().Answers("a", "x", ms: 10, tokens: 7));

        Assert.Equal(("x", 10, 5), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        var call = Assert.Single(outcome.Path.Calls);
        Assert.Equal(("a", true, 0.007m, 7), (call.Model, call.IsServed, call.CostUsd, call.OutputTokens));
    }

    [Theory]
    [InlineData(429, "None")]
    [InlineData(503, "None")]
    [InlineData(408, "None")]
    [InlineData(null, "Connection")]
    [InlineData(null, "Stream")]
    [InlineData(null, "Timeout")]
    public async Task Failover_goes_on_after_what_it_lists(int? status, string at)
    {
        var calls = new ScriptedCalls().Fails("a", status, Enum.Parse<CallBreak>(at), ms: 4).Answers("b", "y", ms: 10);

        var outcome = await RunAsync(AThenB, calls);

        Assert.Equal(("y", 14, 9), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Equal(["a", "b"], outcome.Path.Calls.Select(call => call.Model));
        Assert.Equal((PolicyCallOutcome.Failed, status, 4.0, 0m),
            (outcome.Path.Calls[0].Outcome, outcome.Path.Calls[0].Status, outcome.Path.Calls[0].LatencyMs, outcome.Path.Calls[0].CostUsd));
        Assert.Equal((4.0, true), (outcome.Path.Calls[1].StartMs, outcome.Path.Calls[1].IsServed));
        Assert.All(calls.Asked, asked => Assert.True(asked.Options.IsTriedOnce && asked.Options.AnswerWithin == AThenB.Timeout));
    }

    [Theory]
    [InlineData(400, "ContextWindow")]
    [InlineData(401, "Configuration")]
    [InlineData(404, "Configuration")]
    [InlineData(409, "Provider")]
    public async Task Failover_passes_on_what_it_does_not_list(int status, string failure)
    {
        var outcome = await RunAsync(AThenB, new ScriptedCalls().Fails("a", status, failure: Enum.Parse<ModelCallFailure>(failure)));

        Assert.Equal((status, "a"), (outcome.Failure!.Status, Assert.Single(outcome.Path.Calls).Model));
    }

    [Fact]
    public async Task What_a_failover_does_not_go_on_after_can_be_said()
    {
        var policy = AThenB with { OnStatuses = [503], OnConnect = false, OnTruncatedStream = false };

        Assert.NotNull((await RunAsync(policy, new ScriptedCalls().Fails("a", 429))).Failure);
        Assert.NotNull((await RunAsync(policy, new ScriptedCalls().Fails("a", null, CallBreak.Connection))).Failure);
        Assert.NotNull((await RunAsync(policy, new ScriptedCalls().Fails("a", null, CallBreak.Stream))).Failure);
        Assert.Equal("y", (await RunAsync(policy, new ScriptedCalls().Fails("a", 503).Answers("b", "y"))).Answer!.Answer);
    }

    [Fact]
    public async Task Retries_come_before_the_next_model_and_all_failures_are_waited_and_paid_for()
    {
        var calls = new ScriptedCalls().Fails("a", 503, ms: 4, billedTokens: 2).Fails("a", 503, ms: 4)
            .Answers("b", "y", ms: 10, tokens: 10);

        var outcome = await RunAsync(AThenB with { Retries = 1 }, calls);

        Assert.Equal(["a", "a", "b"], outcome.Path.Calls.Select(call => call.Model));
        Assert.Equal(0.012m, outcome.Path.CostUsd);
        Assert.InRange(outcome.Latency.TotalMilliseconds, 18, 518);
        Assert.Equal(outcome.Before + TimeSpan.FromMilliseconds(10), outcome.Latency);
    }

    [Fact]
    public async Task The_last_failure_of_a_failover_is_the_policys()
    {
        var outcome = await RunAsync(AThenB with { Retries = 1 },
            new ScriptedCalls().Fails("a", 503).Fails("a", 503).Fails("b", 500).Fails("b", 502));

        Assert.Equal(502, outcome.Failure!.Status);
        Assert.Equal(4, outcome.Path.Calls.Count);
        Assert.Null(outcome.FirstContent);
    }

    [Fact]
    public async Task An_accepted_answer_is_shown_with_the_verdict_and_not_before()
    {
        var calls = new ScriptedCalls { Verify = (_, answer) => new Verification(answer == "x", TimeSpan.FromMilliseconds(2)) }.Answers("a",
            "x", ms: 10);

        var outcome = await RunAsync(Cascade(A, [Public], B), calls);

        Assert.Equal(("x", 12, 12), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Equal((true, "its visible tests pass", 2.0),
            (outcome.Path.Calls[0].IsAccepted, outcome.Path.Calls[0].VerifiedBy, outcome.Path.Calls[0].VerificationMs));
        Assert.True(Assert.Single(calls.Asked).Options.IsWhole);
    }

    [Fact]
    public async Task An_answer_that_is_not_accepted_is_paid_and_waited_for_and_the_next_stage_streams()
    {
        var calls = new ScriptedCalls { Verify = (_, _) => new Verification(false, TimeSpan.FromMilliseconds(2)) }.Answers("a", "x", ms: 10,
            tokens: 3).Answers("b", "y", ms: 20, tokens: 5);

        var outcome = await RunAsync(Cascade(A, [Public], B), calls);

        Assert.Equal(("y", 32, 22), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Equal(0.008m, outcome.Path.CostUsd);
        Assert.Equal([(false, false), (null, true)], outcome.Path.Calls.Select(call => (call.IsAccepted, call.IsServed)));
        Assert.Equal([true, false], calls.Asked.Select(asked => asked.Options.IsWhole));
    }

    [Fact]
    public async Task All_verifiers_must_accept_and_the_first_that_does_not_is_named()
    {
        var calls = new ScriptedCalls { Verify = (verifier, _) => new Verification(verifier.Kind == VerifierKind.Build,
            TimeSpan.FromMilliseconds(1)) }.Answers("a", "x").Answers("b", "y");

        var outcome = await RunAsync(Cascade(A, [new Verifier(VerifierKind.Build), Public], B), calls);

        Assert.Equal(("y", "its visible tests pass", 2.0),
            (outcome.Answer!.Answer, outcome.Path.Calls[0].VerifiedBy, outcome.Path.Calls[0].VerificationMs));
    }

    [Fact]
    public async Task A_stage_that_cannot_be_asked_gives_no_answer_to_accept()
    {
        var outcome = await RunAsync(Cascade(A, [Public], B), new ScriptedCalls().Fails("a", 503, ms: 4).Answers("b", "y", ms: 10));

        Assert.Equal(("y", 14), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds));
    }

    [Fact]
    public async Task A_mistake_of_configuration_ends_a_cascade_instead_of_sending_all_to_the_last_stage()
    {
        var outcome = await RunAsync(Cascade(A, [Public], B), new ScriptedCalls().Fails("a", 401, failure: ModelCallFailure.Configuration));

        Assert.Equal((401, "a"), (outcome.Failure!.Status, Assert.Single(outcome.Path.Calls).Model));
    }

    [Theory]
    [InlineData(EffortColumn.OutputTokens, 10, "x")]
    [InlineData(EffortColumn.OutputTokens, 9, "y")]
    [InlineData(EffortColumn.CostUsd, 0.01, "x")]
    [InlineData(EffortColumn.CostUsd, 0.0099, "y")]
    [InlineData(EffortColumn.LatencyMs, 10, "x")]
    [InlineData(EffortColumn.LatencyMs, 9.9, "y")]
    public async Task Effort_bounds_what_an_answer_took(EffortColumn column, double max, string served)
    {
        var calls = new ScriptedCalls().Answers("a", "x", ms: 10, tokens: 10).Answers("b", "y");

        Assert.Equal(served, (await RunAsync(Cascade(A, [new Verifier(VerifierKind.Effort) { Column = column, Max = max }], B), calls))
            .Answer!.Answer);
    }

    [Fact]
    public async Task Effort_that_nobody_knows_is_not_accepted()
    {
        var calls = new ScriptedCalls { UsdPerToken = null }.Answers("a", "x").Answers("b", "y");

        Assert.Equal("y",
            (await RunAsync(Cascade(A, [new Verifier(VerifierKind.Effort) { Column = EffortColumn.CostUsd, Max = 1e9 }], B), calls))
            .Answer!.Answer);
    }

    [Theory]
    [InlineData("f( 1 )|g|f(1)", 2.0 / 3, "f( 1 )")]
    [InlineData("g|f(1)|f( 1 )", 2.0 / 3, "f(1)")]
    [InlineData("f|g|h", 2.0 / 3, "y")]
    [InlineData("||f", 0.5, "y")]
    [InlineData("||f", 0.3, "f")]
    public async Task Answers_agree_when_their_code_is_equal_but_for_blanks(string texts, double agreement, string served)
    {
        var calls = new ScriptedCalls().Answers("b", "y");
        foreach (var text in texts.Split('|'))
        {
            calls.Answers("a", text, ms: text.Length + 1, tokens: 2);
        }

        var outcome = await RunAsync(Cascade(A, [new Verifier(VerifierKind.SelfConsistency) { Samples = 3, Agreement = agreement }], B),
            calls);

        Assert.Equal(served, outcome.Answer!.Answer);
        Assert.Equal([0, 1, 2], calls.Asked.Where(asked => asked.Model == "a").Select(asked => asked.Options.Repeat).Order());
        Assert.Equal(served == "y" ? 0.016m : 0.006m, outcome.Path.CostUsd);
    }

    [Fact]
    public async Task Several_answers_are_asked_for_at_once_and_failed_ones_agree_with_nobody()
    {
        var calls = new ScriptedCalls().Answers("a", "f", ms: 10).Fails("a", 503, ms: 30).Answers("a", "f", ms: 20);

        var outcome = await RunAsync(Cascade(A, [new Verifier(VerifierKind.SelfConsistency) { Samples = 3, Agreement = 2.0 / 3 }], B),
            calls);

        Assert.Equal(("f", 30), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds));
    }

    [Fact]
    public async Task A_primary_that_is_quick_is_served_alone()
    {
        var calls = new ScriptedCalls().Answers("a", "x", ms: 10);

        var outcome = await RunAsync(Hedge(5000), calls);

        Assert.Equal(("x", 10, 10), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Single(calls.Asked);
    }

    [Fact]
    public async Task The_answer_finished_first_is_served_and_the_other_call_is_dropped_and_counted()
    {
        var calls = new ScriptedCalls().Answers("a", "x", afterMs: 60_000).Answers("b", "y", ms: 10, tokens: 4);

        var outcome = await RunAsync(Hedge(50), calls);

        Assert.Equal(("y", 60, 60), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Equal(["a"], calls.Cancelled);
        Assert.Equal((PolicyCallOutcome.Cancelled, 0.004m, true),
            (outcome.Path.Calls[0].Outcome, outcome.Path.Calls[0].CostUsd, outcome.Path.Calls[0].IsEstimated));
        Assert.Equal(0.008m, outcome.Path.CostUsd);
    }

    [Fact]
    public async Task A_primary_that_fails_early_brings_the_backup_at_once()
    {
        var outcome = await RunAsync(Hedge(600_000), new ScriptedCalls().Fails("a", 503, ms: 4).Answers("b", "y", ms: 10));

        Assert.Equal(("y", 14), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds));
    }

    [Fact]
    public async Task A_partner_that_fails_does_not_end_a_race()
    {
        var slowPrimary = new ScriptedCalls().Answers("a", "x", ms: 400, afterMs: 300)
            .Fails("b", 401, failure: ModelCallFailure.Configuration);
        Assert.Equal("x", (await RunAsync(Hedge(20), slowPrimary)).Answer!.Answer);

        var failingPrimary = new ScriptedCalls().Fails("a", 503, afterMs: 150).Answers("b", "y", afterMs: 400);
        Assert.Equal("y", (await RunAsync(Hedge(20), failingPrimary)).Answer!.Answer);

        var bothFail = new ScriptedCalls().Fails("a", 503, afterMs: 200).Fails("b", 500, afterMs: 20);
        Assert.Equal(503, (await RunAsync(Hedge(20), bothFail)).Failure!.Status);
    }

    [Fact]
    public async Task Whoever_asked_going_away_drops_both_calls_of_a_race()
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var calls = new ScriptedCalls().Answers("a", "x", afterMs: 60_000).Answers("b", "y", afterMs: 60_000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PolicyExecutor<string>(calls, new Random(1), TimeProvider.System)
            .RunAsync(Hedge(20), gone.Token));

        Assert.Equal(["a", "b"], calls.Cancelled.Order());
    }

    [Fact]
    public async Task Policies_nest()
    {
        var policy = Cascade(new FailoverPolicy([A, B]), [Public],
            new HedgePolicy(new SinglePolicy("c"), new SinglePolicy("d"), TimeSpan.FromMinutes(1)));
        var calls = new ScriptedCalls { Verify = (_, _) => new Verification(false, TimeSpan.FromMilliseconds(1)) }.Fails("a", 503, ms: 3)
            .Answers("b", "y", ms: 10).Answers("c", "z", ms: 20);

        var outcome = await RunAsync(policy, calls);

        Assert.Equal(("z", 34, 34), (outcome.Answer!.Answer, outcome.Latency.TotalMilliseconds,
            outcome.FirstContent!.Value.TotalMilliseconds));
        Assert.Equal([("a", 0.0), ("b", 3), ("c", 14)], outcome.Path.Calls.Select(call => (call.Model, call.StartMs)));
    }

    private static CascadePolicy Cascade(RoutingPolicy first, IReadOnlyList<Verifier> verify, RoutingPolicy last) =>
        new([new CascadeStage(first, verify), new CascadeStage(last, [])]);

    private static HedgePolicy Hedge(int delayMs) => new(A, B, TimeSpan.FromMilliseconds(delayMs));

    private static Task<PolicyOutcome<string>> RunAsync(RoutingPolicy policy, ScriptedCalls calls) =>
        new PolicyExecutor<string>(calls, new Random(1), TimeProvider.System).RunAsync(policy, TestContext.Current.CancellationToken);
}
