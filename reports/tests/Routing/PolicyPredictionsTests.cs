using Eval.Reports.Tests.Html;
using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Routing;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing;

public sealed class PolicyPredictionsTests
{
    [Fact]
    public void The_interval_is_that_of_a_new_sample()
    {
        // σ²/n + σ²/m: with as many new tasks as old ones √2 times as wide, with many more hardly wider.
        var same = PredictedMetric.Create("quality", new Estimate(0.5, 0.4, 0.7, 100), 0.35, 100);
        var more = PredictedMetric.Create("quality", new Estimate(0.5, 0.4, 0.7, 100), 0.35, 10_000);

        Assert.Equal(0.5 - (0.1 * Math.Sqrt(2)), same.Low, 1e-12);
        Assert.Equal(0.5 + (0.2 * Math.Sqrt(2)), same.High, 1e-12);
        Assert.False(same.IsInside);
        Assert.True((same with { Measured = 0.36 }).IsInside);
        Assert.InRange(more.Low, 0.399, 0.4);
        Assert.False(more.IsInside);
        Assert.Equal(1, PredictedMetric.Create("quality", new Estimate(0.9, 0.8, 0.98, 100), 0.9, 50, max: 1).High);
    }

    [Fact]
    public void Only_policies_with_a_prediction_are_compared()
    {
        var run = An.Run("policy:p", "alpha");
        run = run with { Models = [run.Models[0] with { Provider = RunModel.Policy }, run.Models[1]] };

        Assert.Empty(PolicyPredictions.Create(SampleSummary.Results(run, [An.Attempt("t", "policy:p"), An.Attempt("t")])));
    }

    [Fact]
    public void Failures_of_endpoints_are_not_solved_and_sandbox_errors_are_not_counted()
    {
        var file = new PolicyFile { Name = "p", Policy = new SinglePolicy("a"),
            Metrics = new PolicyMetrics { Quality = new Estimate(0.5, 0.4, 0.6, 50), Availability = new Estimate(1, 0.9, 1, 50) } };
        var run = An.Run("policy:p");
        run = run with { Models = [run.Models[0] with { Provider = RunModel.Policy,
            PolicyFollowed = new RunPolicy { Definition = RunPolicy.Read("{}"), Expected = RunPolicy.Read(file.ToJson()) } }] };
        var verdicts = new[] { Verdict.Passed, Verdict.ProviderError, Verdict.SandboxError, Verdict.Failed };

        var prediction = PolicyPredictions.Create(SampleSummary.Results(run,
            [.. verdicts.Select((verdict, task) => An.Attempt($"{task}", "policy:p") with { Verdict = verdict })])).Single();

        Assert.Equal((50, 3), (prediction.PredictedOn, prediction.Tasks));
        Assert.Equal((1 / 3.0, 2 / 3.0), (prediction.Metrics[0].Measured, prediction.Metrics[1].Measured));
    }
}
