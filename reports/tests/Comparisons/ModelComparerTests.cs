using CsCheck;
using Eval.Reports.Comparisons;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Comparisons;

public sealed class ModelComparerTests
{
    private static readonly Gen<(bool[] First, bool[] Second)> Outcomes =
        Gen.Int[1, 40].SelectMany(n => Gen.Select(Gen.Bool.Array[n], Gen.Bool.Array[n]));

    [Fact]
    public void One_sample_a_task_is_tested_with_the_tasks_that_only_one_passes()
    {
        // Ten pass both, ten only the first, three only the second, seven neither.
        var first = Side("a", [.. Many(20, true), .. Many(10, false)]);
        var second = Side("b", [.. Many(10, true), .. Many(10, false), .. Many(3, true), .. Many(7, false)]);

        var comparison = ModelComparer.Compare(first, second, OutcomeBasis.Conditional);

        Assert.Equal(new PairedCounts(10, 10, 3, 7), comparison.Counts);
        Assert.Equal(0.09228515625, comparison.PValue!.Value, 1e-9);
        Assert.Equal(0.057373046875, comparison.MidP!.Value, 1e-9);
        Assert.Equal(7 / 30.0, comparison.Difference!.Value, 1e-12);
        Assert.Equal(20 / 30.0, comparison.FirstRate!.Value, 1e-12);
        Assert.Equal(ComparisonVerdict.NotDistinguishable, comparison.Verdict);
        Assert.Equal(13, comparison.Flips.Count);
        Assert.Equal(30, comparison.Clusters);
    }

    [Fact]
    public void Which_comes_first_only_turns_the_sign() => Outcomes.Sample(x =>
    {
        var (there, back) = (Compare(x.First, x.Second), Compare(x.Second, x.First));

        Assert.Equal(there.PValue, back.PValue);
        Assert.Equal(there.Difference!.Value, -back.Difference!.Value, 1e-12);
        Assert.Equal(there.Difference.Low, -back.Difference.High, 1e-12);
        Assert.Equal(Mirror(there.Verdict), back.Verdict);
    });

    [Fact]
    public void A_model_is_never_better_than_itself() => Outcomes.Sample(x =>
    {
        var comparison = Compare(x.First, x.First);

        Assert.Equal(0, comparison.Difference!.Value);
        Assert.Equal(x.First.Length < 6 ? ComparisonVerdict.TooFewTasks : ComparisonVerdict.NotDistinguishable, comparison.Verdict);
        Assert.Empty(comparison.Flips);
        Assert.Null(comparison.SmallestDetectable);
    });

    [Fact]
    public void Several_samples_are_compared_by_the_mean_of_each_task()
    {
        // Twelve tasks: 4 of 4 against 2 of 4, alternating with 2 of 4 against 2 of 4.
        var first = Samples("a", task => task % 2 == 0 ? 4 : 2);
        var second = Samples("b", _ => 2);

        var comparison = ModelComparer.Compare(first, second, OutcomeBasis.Conditional);

        Assert.Null(comparison.Counts);
        Assert.Equal("paired-t", comparison.Test);
        Assert.Equal(0.25, comparison.Difference!.Value, 1e-12);
        Assert.InRange(comparison.Difference.Low, 0.08, 0.17);
        // t = .25 / sqrt(.0681818/12) = 3.3166 with 11 degrees of freedom.
        Assert.Equal(0.00688, comparison.PValue!.Value, 5e-5);
        Assert.Equal(ComparisonVerdict.FirstBetter, comparison.Verdict);
        Assert.Equal(new TaskFlip("mini", "t00", "completion", 1, 0.5), comparison.Flips[0]);
        Assert.InRange(comparison.SmallestDetectable!.Value, 0.15, 0.4);
    }

    [Fact]
    public void Equal_differences_everywhere_still_have_an_interval_and_a_test()
    {
        var same = ModelComparer.Compare(Samples("a", _ => 2), Samples("b", _ => 2), OutcomeBasis.Conditional);
        var apart = ModelComparer.Compare(Samples("a", _ => 4), Samples("b", _ => 0), OutcomeBasis.Conditional);

        Assert.Equal(1, same.PValue);
        Assert.Equal((-0.2425, 0.2425), (Math.Round(same.Difference!.Low, 4), Math.Round(same.Difference.High, 4)));
        Assert.Equal(2 * Math.Pow(0.5, 12), apart.PValue!.Value, 1e-9);
        Assert.Equal(1, apart.Difference!.High);
    }

    [Fact]
    public void Too_few_tasks_show_nothing()
    {
        Assert.Equal(ComparisonVerdict.TooFewTasks, Compare([.. Many(5, true)], [.. Many(5, false)]).Verdict);
        Assert.Equal(ComparisonVerdict.FirstBetter, Compare([.. Many(6, true)], [.. Many(6, false)]).Verdict);
        var none = ModelComparer.Compare(Side("a", [true]), new ComparedSide("b", []), OutcomeBasis.Conditional);
        Assert.Equal((0, 1, ComparisonVerdict.TooFewTasks), (none.Tasks, none.Dropped, none.Verdict));
        Assert.Null(none.Difference);
    }

    [Fact]
    public void One_task_asked_several_times_shows_nothing_either()
    {
        static ComparedSide Twice(string model) =>
            new(model, [.. Side(model, [true]).Attempts,
            .. Side(model, [false]).Attempts.Select(attempt => attempt with { Key = attempt.Key with { Sample = 1 } })]);

        var found = ModelComparer.Compare(Twice("a"), Twice("b"), OutcomeBasis.Conditional);

        Assert.Equal((1, ComparisonVerdict.TooFewTasks, null), (found.Tasks, found.Verdict, found.SmallestDetectable));
    }

    [Fact]
    public void Only_common_and_unchanged_tasks_count()
    {
        var first = Side("a", [true, true, true, true], task => task == 1 ? "old" : "same");
        var second = new ComparedSide("b", [.. Side("b", [true, false, true], task => task == 1 ? "new" : "same").Attempts]);

        var comparison = ModelComparer.Compare(first, second, OutcomeBasis.Conditional);

        Assert.Equal((2, 2), (comparison.Tasks, comparison.Dropped));
        Assert.Empty(comparison.Flips);
    }

    [Fact]
    public void Failures_of_the_infrastructure_count_only_where_deployments_are_compared()
    {
        var first = Side("a", [.. Many(10, true)]);
        var second = Side("b", [.. Many(10, true)]);
        second = second with { Attempts = [.. second.Attempts.Select((attempt, i) => i < 7
            ? attempt with { Verdict = Verdict.ProviderError } : attempt)] };

        Assert.Equal((3, 7), (ModelComparer.Compare(first, second, OutcomeBasis.Conditional) is var models
            ? (models.Tasks, models.Dropped) : default));
        var deployments = ModelComparer.Compare(first, second, OutcomeBasis.Strict);
        Assert.Equal((10, ComparisonVerdict.FirstBetter), (deployments.Tasks, deployments.Verdict));
    }

    [Fact]
    public void Issues_of_one_repository_count_as_belonging_together()
    {
        var first = Side("a", [.. Many(12, true)], task: i => $"owner__{(i < 6 ? "one" : "two")}-{i}");
        var second = Side("b", [.. Many(6, false), .. Many(6, true)], task: i => $"owner__{(i < 6 ? "one" : "two")}-{i}");

        var comparison = ModelComparer.Compare(first, second, OutcomeBasis.Conditional);

        Assert.Equal(2, comparison.Clusters);
        // Six off by +.5 and six by -.5: (1/12) sqrt(3² + 3²).
        Assert.Equal(Math.Sqrt(18) / 12, comparison.StandardError!.Value, 1e-12);
    }

    [Theory]
    [InlineData("django__django-11099", "django__django")]
    [InlineData("scikit-learn__scikit-learn-1", "scikit-learn__scikit-learn")]
    [InlineData("HumanEval/3", "HumanEval/3")]
    [InlineData("lru-cache", "lru-cache")]
    [InlineData("a__b", "a__b")]
    [InlineData("a__b-", "a__b-")]
    [InlineData("a__b-c3", "a__b-c3")]
    [InlineData("a-1", "a-1")]
    public void A_task_belongs_to_its_repository_or_to_itself(string task, string cluster) => Assert.Equal(cluster, TaskCluster.From(task));

    [Fact]
    public void Cost_and_times_are_compared_on_the_same_tasks()
    {
        var first = Side("a", [.. Many(20, true)]);
        var second = first with { Label = "b",
            Attempts = [.. first.Attempts.Select((attempt, i) => attempt with { CostUsd = attempt.CostUsd * 4,
            Timing = An.Timing(300 + i, 1200) })] };

        var metrics = ModelComparer.Compare(first, second, OutcomeBasis.Conditional).Metrics.ToDictionary(metric => metric.Metric.Name);

        Assert.Equal(0.25, metrics["cost_per_task_usd"].Ratio.Value, 1e-12);
        Assert.Equal(ComparisonVerdict.FirstBetter, metrics["cost_per_task_usd"].Verdict);
        Assert.Equal(200 / 309.5, metrics["ttft_p50_ms"].Ratio.Value, 1e-12);
        Assert.Equal(ComparisonVerdict.FirstBetter, metrics["ttft_p50_ms"].Verdict);
        Assert.Equal(ComparisonVerdict.NotDistinguishable, metrics["latency_p50_ms"].Verdict);
    }

    [Fact]
    public void A_side_without_price_or_clock_is_not_compared_in_it()
    {
        var first = Side("a", [.. Many(10, true)]);
        var second = first with { Attempts = [.. first.Attempts.Select(attempt => attempt with { CostUsd = null, IsCached = true })] };

        Assert.Empty(ModelComparer.Compare(first, second, OutcomeBasis.Conditional).Metrics);
        Assert.All(
            ModelComparer.Compare(Side("a", [true, true]), Side("b", [true, true]), OutcomeBasis.Conditional).Metrics,
            metric => Assert.Equal(ComparisonVerdict.TooFewTasks, metric.Verdict));
    }

    internal static IEnumerable<bool> Many(int count, bool passed) => Enumerable.Repeat(passed, count);

    internal static ComparedSide Side(string model, IReadOnlyList<bool> passed, Func<int, string>? hash = null,
        Func<int, string>? task = null) =>
        new(model, [.. passed.Select((pass, i) => An.Attempt(task?.Invoke(i) ?? $"t{i:00}", model) with
        {
            Verdict = pass ? Verdict.Passed : Verdict.Failed,
            TaskHash = hash?.Invoke(i),
        })]);

    private static ComparedSide Samples(string model, Func<int, int> passes) =>
        new(model, [.. Enumerable.Range(0, 12).SelectMany(task => Enumerable.Range(0, 4).Select(sample =>
            An.Attempt($"t{task:00}", model, sample) with { Verdict = sample < passes(task) ? Verdict.Passed : Verdict.Failed }))]);

    private static ModelComparison Compare(bool[] first, bool[] second) =>
        ModelComparer.Compare(Side("a", first), Side("b", second), OutcomeBasis.Conditional);

    private static ComparisonVerdict Mirror(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.FirstBetter => ComparisonVerdict.SecondBetter,
        ComparisonVerdict.SecondBetter => ComparisonVerdict.FirstBetter,
        _ => verdict,
    };
}
