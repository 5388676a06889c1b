using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Evaluation;

public sealed class PolicyReplayTests
{
    private static readonly SinglePolicy Cheap = new("cheap");
    private static readonly SinglePolicy Dear = new("dear");

    [Fact]
    public void A_single_policy_is_the_models_own_row()
    {
        var table = ATable.Drawn(40, 3, ["cheap", "dear"], (_, _, uniform) => ATable.Cell(uniform() < 0.6, uniform(), 1000 * uniform()));

        var scores = PolicyScores.Compute(Cheap, table.Tasks, new ReplayAssumptions())!;

        Assert.Equal(table.Tasks.Select(task => task.Cells["cheap"][0].Passed ? 1.0 : 0), scores.Quality);
        Assert.Equal(table.Tasks.Select(task => task.Cells["cheap"][0].CostUsd!.Value), scores.CostUsd);
        Assert.Equal(table.Tasks.Select(task => task.Cells["cheap"][0].LatencyMs!.Value),
            scores.Latencies.Select(times => times.Single().Ms));
    }

    [Fact]
    public void Nothing_is_shown_before_the_verdict()
    {
        var accepted = Follow(Cascade(), ATable.Cell(true, 1, 1000, publicTests: true), ATable.Cell(true, 20, 4000));
        var rejected = Follow(Cascade(), ATable.Cell(false, 1, 1000, publicTests: false), ATable.Cell(true, 20, 4000));

        Assert.Equal((1000, 1000, 1, false), (accepted.TtftMs, accepted.LatencyMs, accepted.CostUsd, accepted.IsEscalated));
        Assert.Equal((2000, 5000, 21, true), (rejected.TtftMs, rejected.LatencyMs, rejected.CostUsd, rejected.IsEscalated));
        Assert.Equal(["cheap", "dear"], rejected.Asked);
        Assert.Equal("dear", rejected.Served);
    }

    [Fact]
    public void A_verifier_that_has_nothing_to_look_at_does_not_accept() =>
        Assert.True(Follow(Cascade(), ATable.Cell(true, publicTests: null), ATable.Cell(true)).IsEscalated);

    [Fact]
    public void A_stage_that_does_not_answer_leads_to_the_next()
    {
        var path = Follow(Cascade(), ATable.Failure(300), ATable.Cell(true, 20, 4000));

        Assert.Equal((true, 4300, 1300), (path.Passed, path.LatencyMs, path.TtftMs));
    }

    [Fact]
    public void A_failed_call_costs_its_time_and_what_is_billed()
    {
        var path = Follow(new FailoverPolicy([Cheap, Dear]), ATable.Failure() with { CostUsd = 0.5 }, ATable.Cell(true, 20, 4000));

        Assert.Equal((20.5, 5000, 2000), (path.CostUsd, path.LatencyMs, path.TtftMs));
        Assert.False(path.IsEscalated);
    }

    [Fact]
    public void Nobody_answers_when_all_fail()
    {
        var path = Follow(new FailoverPolicy([Cheap, Dear]), ATable.Failure(), ATable.Failure());

        Assert.Null(path.Served);
        Assert.False(path.Passed);
        Assert.Equal(["cheap", "dear"], path.Asked);
    }

    [Fact]
    public void A_hedge_asks_the_backup_as_soon_as_the_primary_fails()
    {
        var path = Follow(new HedgePolicy(Cheap, Dear, TimeSpan.FromSeconds(10)), ATable.Failure(200), ATable.Cell(true, 20, 4000));

        Assert.Equal(("dear", 4200), (path.Served, path.LatencyMs));
    }

    [Fact]
    public void An_outage_takes_a_model_away()
    {
        var task = ATable.Task("t", ("cheap", ATable.Cell(true)), ("dear", ATable.Cell(true, 20)));

        var path = PolicyReplay.Follow(new FailoverPolicy([Cheap, Dear]), task,
            new ReplayAssumptions { ModelsDown = new HashSet<string> { "cheap" } })!.Single();

        Assert.Equal(("dear", 20), (path.Served, path.CostUsd));
    }

    [Fact]
    public void A_mix_is_an_expectation()
    {
        var task = ATable.Task("t", ("cheap", ATable.Cell(false, 1)), ("dear", ATable.Cell(true, 20)));
        var scores = PolicyScores.Compute(new MixPolicy([new MixShare(Cheap, 3), new MixShare(Dear, 1)]), [task], new ReplayAssumptions())!;

        Assert.Equal((0.25, 5.75), (scores.Quality[0], scores.CostUsd[0]));
    }

    [Fact]
    public void Samples_go_together_in_their_order_and_in_all_combinations_when_they_differ()
    {
        var even = ATable.Task("t", ("cheap", ATable.Cell(true, 1, publicTests: true)),
            ("cheap", ATable.Cell(false, 3, publicTests: false)), ("dear", ATable.Cell(false, 10)), ("dear", ATable.Cell(true, 30)));
        var odd = ATable.Task("t", ("cheap", ATable.Cell(true, 1, publicTests: true)), ("cheap", ATable.Cell(false, 3, publicTests: false)),
            ("dear", ATable.Cell(true, 30)));

        var paired = PolicyScores.Compute(Cascade(), [even], new ReplayAssumptions())!;
        var crossed = PolicyScores.Compute(Cascade(), [odd], new ReplayAssumptions())!;

        Assert.Equal((1, (1 + 33) / 2.0), (paired.Quality[0], paired.CostUsd[0]));
        Assert.Equal((1, (1 + 33) / 2.0), (crossed.Quality[0], crossed.CostUsd[0]));
    }

    [Fact]
    public void Self_consistency_pays_for_every_answer_and_serves_the_most_frequent()
    {
        OutcomeCell Answer(bool passed, string fingerprint, double latency) =>
            ATable.Cell(passed, 1, latency) with { Fingerprint = AnswerFingerprint.Compute(fingerprint) };
        var policy = new CascadePolicy([new CascadeStage(Cheap, [new Verifier(VerifierKind.SelfConsistency)]), new CascadeStage(Dear, [])]);
        var task = ATable.Task("t", ("cheap", Answer(false, "odd", 100)), ("cheap", Answer(true, "same", 500)),
            ("cheap", Answer(true, "same", 300)), ("dear", ATable.Cell(false, 20)), ("dear", ATable.Cell(false, 20)),
            ("dear", ATable.Cell(false, 20)));

        var path = PolicyReplay.Follow(policy, task, new ReplayAssumptions())![0];

        Assert.Equal((true, 3, 500, false), (path.Passed, path.CostUsd, path.LatencyMs, path.IsEscalated));
        Assert.Equal(["cheap", "cheap", "cheap"], path.Asked);
    }

    [Fact]
    public void A_missing_outcome_makes_the_value_unknown() =>
        Assert.Null(PolicyReplay.Follow(new FailoverPolicy([Cheap, new SinglePolicy("absent")]),
            ATable.Task("t", ("cheap", ATable.Cell(true))), new ReplayAssumptions()));

    [Fact]
    public void An_unknown_cost_stays_unknown() =>
        Assert.False(PolicyScores.Compute(Cheap, [ATable.Task("t", ("cheap", ATable.Cell(true) with { CostUsd = null }))],
            new ReplayAssumptions())!.HasCost);

    [Fact]
    public void Probabilities_of_all_paths_add_up_to_one()
    {
        var policy = new MixPolicy([new MixShare(Cascade(), 1),
            new MixShare(new HedgePolicy(new MixPolicy([new MixShare(Cheap, 1), new MixShare(Dear, 2)]), Dear, TimeSpan.Zero), 2)]);
        var table = ATable.Drawn(30, 8, ["cheap", "dear"],
            (_, _, uniform) => uniform() < 0.1 ? ATable.Failure() : ATable.Cell(uniform() < 0.5, publicTests: uniform() < 0.5), samples: 2);

        Assert.All(table.Tasks, task => Assert.Equal(1,
            PolicyReplay.Follow(policy, task, new ReplayAssumptions { AssumedErrors = new VerifierErrors(0.1, 0.2) })!.Sum(path =>
            path.Weight), 1e-12));
    }

    private static CascadePolicy Cascade() =>
        new([new CascadeStage(Cheap, [new Verifier(VerifierKind.PublicTests)]), new CascadeStage(Dear, [])]);

    private static ReplayedPath Follow(RoutingPolicy policy, OutcomeCell cheap, OutcomeCell dear) =>
        PolicyReplay.Follow(policy, ATable.Task("t", ("cheap", cheap), ("dear", dear)), new ReplayAssumptions())!.Single();
}
