using System.Text.Json;
using Eval.Reports.Tests.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Evaluation;

public sealed class RoutingVectorsTests
{
    private const double Tolerance = 1e-9;
    private static readonly JsonElement Cascade = Vectors.Get("cascade");

    [Fact]
    public void A_cascade_pays_and_waits_for_the_first_try()
    {
        var metrics = PolicyMeasure.Compute(Scores(CascadeOf(VerifierKind.PublicTests), new ReplayAssumptions
        {
            VerifierCostUsd = Cascade.GetProperty("verify_cost").GetDouble(),
            VerifierLatencyMs = Cascade.GetProperty("verify_latency").GetDouble(),
        }));

        Assert.Equal(Cascade.GetProperty("quality").GetDouble(), metrics.Quality.Value, Tolerance);
        Assert.Equal(Cascade.GetProperty("cost").GetDouble(), metrics.CostPerTaskUsd!.Value, Tolerance);
        Assert.Equal(Cascade.GetProperty("latency_mean").GetDouble(), metrics.LatencyMeanMs!.Value, Tolerance);
        Assert.Equal(Cascade.GetProperty("latency_p90").GetDouble(), metrics.LatencyP90Ms!.Value, Tolerance);
        Assert.Equal(Cascade.GetProperty("escalation_rate").GetDouble(), metrics.EscalationRate, Tolerance);
    }

    [Fact]
    public void A_verifier_is_measured_on_right_and_wrong_answers()
    {
        var quality = VerifierQuality.Measure("first", new Verifier(VerifierKind.PublicTests), Tasks);

        var expected = Cascade.GetProperty("verifier");
        Assert.Equal(expected.GetProperty("true_accept").GetDouble(), quality.TrueAccept!.Value, Tolerance);
        Assert.Equal(expected.GetProperty("false_accept").GetDouble(), quality.FalseAccept!.Value, Tolerance);
        Assert.Equal(expected.GetProperty("precision").GetDouble(), quality.Precision!.Value, Tolerance);
        Assert.Equal(1, quality.Coverage);
    }

    [Fact]
    public void Hidden_tests_as_verifier_give_the_upper_bound()
    {
        var metrics = PolicyMeasure.Compute(Scores(CascadeOf(VerifierKind.HiddenTests),
            new ReplayAssumptions { VerifierCostUsd = Cascade.GetProperty("verify_cost").GetDouble() }));

        var expected = Cascade.GetProperty("perfect");
        Assert.Equal(expected.GetProperty("quality").GetDouble(), metrics.Quality.Value, Tolerance);
        Assert.Equal(expected.GetProperty("cost").GetDouble(), metrics.CostPerTaskUsd!.Value, Tolerance);
    }

    [Fact]
    public void Assumed_errors_enter_as_expectations()
    {
        var metrics = PolicyMeasure.Compute(Scores(CascadeOf(VerifierKind.Webhook), new ReplayAssumptions
        {
            VerifierCostUsd = Cascade.GetProperty("verify_cost").GetDouble(),
            AssumedErrors = new VerifierErrors(0.1, 0.05),
        }));

        var expected = Cascade.GetProperty("noisy_fp10_fn5");
        Assert.Equal(expected.GetProperty("quality").GetDouble(), metrics.Quality.Value, Tolerance);
        Assert.Equal(expected.GetProperty("cost").GetDouble(), metrics.CostPerTaskUsd!.Value, Tolerance);
    }

    [Fact]
    public void The_oracle_takes_the_cheapest_that_passes()
    {
        var (quality, cost) = OracleRouter.Compute(Tasks);

        Assert.Equal(Vectors.Get("oracle").GetProperty("quality").GetDouble(), quality, Tolerance);
        Assert.Equal(Vectors.Get("oracle").GetProperty("cost").GetDouble(), cost, Tolerance);
    }

    // The vectors give rates; tables with exactly these rates must give the same.
    [Fact]
    public void Failover_answers_when_the_first_does_not()
    {
        foreach (var vector in Vectors.Get("failover").EnumerateArray())
        {
            var (input, expected) = (vector.GetProperty("inp").Numbers(), vector.GetProperty("out"));
            var scores = PolicyScores.Compute(new FailoverPolicy([new SinglePolicy("first"), new SinglePolicy("second")]), Crossed(input),
                new ReplayAssumptions())!;

            Assert.Equal(expected.GetProperty("quality_strict").GetDouble(), scores.Quality.Average(), Tolerance);
            Assert.Equal(expected.GetProperty("availability").GetDouble(), scores.Availability.Average(), Tolerance);
            Assert.Equal(expected.GetProperty("cost").GetDouble(), scores.CostUsd.Average(), Tolerance);
            Assert.Equal(expected.GetProperty("latency_given_success").GetDouble(),
                scores.Latencies.SelectMany(times => times).Average(time => time.Ms) / 1000, Tolerance);
        }
    }

    [Fact]
    public void A_hedge_serves_what_is_finished_first()
    {
        var vector = Vectors.Get("hedge");
        var (first, second) = (vector.GetProperty("L1").Numbers(), vector.GetProperty("L2").Numbers());
        var hedge = new HedgePolicy(new SinglePolicy("first"), new SinglePolicy("second"),
            TimeSpan.FromSeconds(vector.GetProperty("h").GetDouble()));

        var paths = first.Select((latency, task) => PolicyReplay.Follow(
            hedge, ATable.Task($"{task}", ("first", ATable.Cell(true, 1, 1000 * latency)),
                ("second", ATable.Cell(false, 10, 1000 * second[task]))), new ReplayAssumptions())!.Single()).ToList();

        Assert.Equal(vector.GetProperty("lat").Numbers(), paths.Select(path => path.LatencyMs!.Value / 1000),
            (one, other) => Math.Abs(one - other) < Tolerance);
        Assert.Equal(vector.GetProperty("p_hedge").GetDouble(), paths.Average(path => path.Asked.Count - 1), Tolerance);
        Assert.Equal(paths.Select(path => path.Asked.Count == 1), paths.Select(path => path.Passed));
        Assert.Equal(paths.Select(path => path.Asked.Count == 1 ? 1.0 : 11), paths.Select(path => path.CostUsd!.Value));
    }

    private static List<RoutedTask> Tasks { get; } = [.. Enumerable.Range(0, 8).Select(task =>
    {
        double Number(string name) => Cascade.GetProperty(name).Numbers()[task];
        return ATable.Task(
            $"{task}",
            ("first", ATable.Cell(Number("y1") > 0, Number("c1"), Number("l1"), Number("verdict") > 0)),
            ("second", ATable.Cell(Number("y2") > 0, Number("c2"), Number("l2"))));
    })];

    private static CascadePolicy CascadeOf(VerifierKind kind) =>
        new([new CascadeStage(new SinglePolicy("first"), [new Verifier(kind)]), new CascadeStage(new SinglePolicy("second"), [])]);

    private static PolicyScores Scores(RoutingPolicy policy, ReplayAssumptions assumptions) =>
        PolicyScores.Compute(policy, Tasks, assumptions)!;

    /// <summary>
    /// A table in which every combination of answered and not occurs as often as independence has it, passes exactly at their rates.
    /// </summary>
    private static List<RoutedTask> Crossed(double[] input)
    {
        const int Rows = 500;
        const int Columns = 100;
        OutcomeCell Answer(bool passed, int model) => ATable.Cell(passed, input[4 + model], 1000 * input[6 + model]);
        var failure = ATable.Failure(1000 * input[8]);
        var tasks = new List<RoutedTask>();
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                // The first model's availability runs along the rows, the second's along the columns. Whether the first passes is decided
                // by the column; the second is needed in few rows only, and passes in its share of these.
                var first = row < Rows * input[2] - 0.5 ? Answer(column < Columns * input[0] - 0.5, 0) : failure;
                var second = column < Columns * input[3] - 0.5 ? Answer(row % 5 < 5 * input[1] - 0.5, 1) : failure;
                tasks.Add(ATable.Task($"{row:000}-{column:00}", ("first", first), ("second", second)));
            }
        }

        return tasks;
    }
}
