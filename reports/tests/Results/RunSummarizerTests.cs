using CsCheck;
using Eval.Reports.Tests.Statistics;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Results;

public sealed class RunSummarizerTests
{
    [Fact]
    public void Infrastructure_errors_are_accounted_apart()
    {
        var vector = Vectors.Get("errors");
        int Number(string name) => vector.GetProperty(name).GetInt32();
        var (all, passed, failed) = (Number("attempts"), Number("passed"), Number("failed"));
        var attempts = Many(all, i => i < passed ? Verdict.Passed : i < passed + failed ? Verdict.Failed : Verdict.ProviderError);

        var row = Overall(attempts);

        AssertEstimate(vector.GetProperty("conditional").GetDouble(), vector.GetProperty("wilson_cond").Numbers(), row.PassAt1!);
        AssertEstimate(vector.GetProperty("strict").GetDouble(), vector.GetProperty("wilson_strict").Numbers(), row.StrictPassAt1!);
        AssertEstimate(vector.GetProperty("availability").GetDouble(), vector.GetProperty("wilson_avail").Numbers(), row.Availability!);
        Assert.Equal((all, all, passed, Number("provider_error")), (row.Tasks, row.Attempts, row.Passed, row.InfrastructureErrors));
    }

    [Fact]
    public void Skipped_attempts_count_nowhere()
    {
        var attempts = Many(20, i => i % 2 == 0 ? Verdict.Passed : Verdict.Failed);
        var skipped = attempts.Select(a => a with { Key = a.Key with { TaskId = "s" + a.Key.TaskId }, Verdict = Verdict.Skipped }).ToList();

        Assert.Equivalent(Overall(attempts), Overall([.. attempts, .. skipped]), strict: true);
    }

    [Fact]
    public void Every_row_of_the_table_is_there_in_order()
    {
        var rows = RunSummarizer.Summarize(SmallRun.Run, SmallRun.Attempts).Rows.Where(row => row.Model == "alpha");

        Assert.Equal(
            [
                "all/all", "all/completion", "all/library-api", "mini/all", "mini/completion", "mini/library-api",
                "other/all", "other/completion", "other/library-api",
            ],
            rows.Select(row => $"{row.Dataset}/{row.Class}"));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    public void Every_row_is_what_its_own_attempts_give(int datasets, int classes)
    {
        var attempts = SmallRun.Attempts.Where(attempt => (datasets == 2 || attempt.Key.Dataset == "mini")
            && (classes == 2 || attempt.Class == "completion")).ToList();
        var run = SmallRun.Run with { Datasets = [.. SmallRun.Run.Datasets.Take(datasets)], Models = [.. SmallRun.Run.Models.Take(1)] };

        var rows = RunSummarizer.Summarize(run, attempts).Rows;

        // Models that the run does not name come after those it does.
        Assert.Equal(["alpha", "beta", "gamma"], rows.Select(row => row.Model).Distinct());
        foreach (var ofModel in attempts.GroupBy(attempt => attempt.Key.Model))
        {
            var byDataset = ofModel.GroupBy(attempt => attempt.Key.Dataset)
                .Select(part => part.Select(attempt => attempt.Class).Distinct().Count()).ToList();
            var all = 1 + ofModel.Select(attempt => attempt.Class).Distinct().Count();
            // The whole of a single data set is the whole.
            Assert.Equal(all + (byDataset.Count == 1 ? all - 1 : byDataset.Sum(count => 1 + count)),
                rows.Count(row => row.Model == ofModel.Key));
        }

        foreach (var row in rows)
        {
            var own = attempts.Where(attempt => attempt.Key.Model == row.Model
                && (row.Dataset == SummaryRow.All || attempt.Key.Dataset == row.Dataset)
                && (row.Class == SummaryRow.All || attempt.Class == row.Class));
            Assert.Equivalent(SummaryRowBuilder.Build(row.Dataset, row.Class, row.Model, isSimulated: false, run.Samples, own,
                MetricCatalog.Default), row, strict: true);
        }
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var rows = RunSummarizer.Summarize(SmallRun.Run, SmallRun.Attempts).Rows.Where(row => row.Model == "beta").ToList();
        var parts = rows.Where(row => row.Dataset != SummaryRow.All && row.Class != SummaryRow.All).ToList();

        Assert.Equal((67, 67), (rows[0].Passed, parts.Sum(row => row.Passed)));
        Assert.Equal(rows[0].Attempts, parts.Sum(row => row.Attempts));
        Assert.Equal(rows[0].CostUsd, parts.Sum(row => row.CostUsd));
    }

    [Fact]
    public void A_model_that_never_answered_has_no_rates()
    {
        var row = RunSummarizer.Summarize(SmallRun.Run, SmallRun.Attempts).Overall(An.Model("gamma"));

        Assert.Null(row.PassAt1);
        Assert.Null(row.CostUsd);
        Assert.Null(row.InputTokens);
        Assert.Null(row.LatencyP50Ms);
        Assert.Equal(0, row.StrictPassAt1!.Value);
        Assert.Equal(0, row.Availability!.Value);
    }

    [Fact]
    public void A_run_without_attempts_has_a_row_per_model()
    {
        var row = Assert.Single(RunSummarizer.Summarize(An.Run(), []).Rows);

        Assert.Equal((0, 0, 0), (row.Tasks, row.Attempts, row.Passed));
        Assert.Null(row.PassAt1 ?? row.StrictPassAt1 ?? row.PassAtK ?? row.Availability ?? row.CostPerSolvedUsd ?? row.CostPerTaskUsd);
    }

    [Fact]
    public void Several_samples_are_resampled_by_task()
    {
        var attempts = Many(60, i => i / 3 % 2 == 0 ? Verdict.Passed : Verdict.Failed, samples: 3);

        var row = Overall(attempts, samples: 3);

        Assert.Equal((0.5, 20), (row.PassAt1!.Value, row.PassAt1.N));
        Assert.True(row.PassAt1.High - row.PassAt1.Low > 0.35, "60 independent attempts would give a width of 0.25");
        Assert.Equal(0.5, row.PassAtK!.Value);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void Equal_tasks_or_few_tasks_have_a_wilson_interval_over_tasks(int tasks)
    {
        var row = Overall(Many(tasks * 2, _ => Verdict.Passed, samples: 2), samples: 2);

        Assert.Equal(WilsonInterval.Compute(tasks, tasks), row.PassAt1);
    }

    [Fact]
    public void Pass_at_k_is_undefined_when_a_task_has_too_few_answers()
    {
        var attempts = Many(40, i => i == 7 ? Verdict.ProviderError : Verdict.Passed, samples: 2);
        var summary = Summarize(attempts, samples: 2);

        Assert.Null(summary.Rows[0].PassAtK);
        Assert.Contains(summary.Warnings, warning => warning.Contains("pass@2 is not defined") && warning.Contains("task-003"));
    }

    [Fact]
    public void Only_trustworthy_marks_enter_the_times()
    {
        var good = Many(20, _ => Verdict.Passed);
        Attempt Odd(int i, Func<Attempt, Attempt> change) => change(
            An.Attempt($"odd-{i}") with { Timing = An.Timing(90_000, 99_000) });
        Attempt[] odd =
        [
            Odd(0, a => a with { IsCached = true }),
            Odd(1, a => a with { Timing = a.Timing! with { IsSaturated = true } }),
            Odd(2, a => a with { Verdict = Verdict.ProviderError }),
        ];
        var buffered = Odd(3, a => a with { Timing = a.Timing! with { IsNotStreaming = true } });

        var row = Overall([.. good, .. odd, buffered]);

        Assert.Equal((20, 21), (row.TtftP50Ms!.N, row.LatencyP50Ms!.N));
        Assert.Equal((200.0, 200.0), (row.TtftP50Ms.Value, row.TtftP90Ms!.Value));
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void The_99th_percentile_needs_300_answers(int answers, bool isShown) =>
        Assert.Equal(isShown, Overall(Many(answers, _ => Verdict.Passed)).TtftP99Ms is not null);

    [Fact]
    public void An_upper_end_a_sample_cannot_have_is_unbounded()
    {
        var row = Overall(Many(35, _ => Verdict.Passed));

        Assert.True(double.IsFinite(row.LatencyP50Ms!.High));
        Assert.Equal(double.PositiveInfinity, row.LatencyP90Ms!.High);
        Assert.True(double.IsFinite(Overall(Many(36, _ => Verdict.Passed)).LatencyP90Ms!.High));
    }

    [Fact]
    public void Cost_is_a_ratio_of_sums_and_unknown_when_an_answers_cost_is()
    {
        var attempts = Many(20, i => i < 5 ? Verdict.Passed : Verdict.Failed);

        var row = Overall(attempts);

        Assert.Equal((0.05m, 0.0025, 0.01),
            (row.CostUsd, Math.Round(row.CostPerTaskUsd!.Value, 12), Math.Round(row.CostPerSolvedUsd!.Value, 12)));
        Assert.Null(Overall([.. attempts.Skip(1), attempts[0] with { CostUsd = null }]).CostUsd);
        Assert.Null(Overall([.. attempts.Select(a => a with { Verdict = Verdict.Failed })]).CostPerSolvedUsd);
        Assert.Equal(0.0475m, Overall([.. attempts.Skip(1), attempts[0] with { CostUsd = null, Verdict = Verdict.ProviderError }]).CostUsd);
    }

    [Fact]
    public void Truncation_is_seen_in_the_verdict_and_in_the_finish_reason()
    {
        var attempts = Many(10, i => i == 0 ? Verdict.Truncated : Verdict.Passed);

        Assert.Equal(0.2, Overall([.. attempts.SkipLast(1), attempts[^1] with { FinishReason = "length" }]).TruncationRate);
    }

    [Fact]
    public void Metrics_with_columns_of_their_own_are_summed_up()
    {
        var metrics = new Dictionary<string, double>
        {
            [SignalMetrics.HallucinatedApis.Name] = 2, [SignalMetrics.ConstraintsChecked.Name] = 4, [SignalMetrics.ConstraintsMet.Name] = 3,
                [SignalMetrics.StyleScore.Name] = 0.5,
        };

        var row = Overall([An.Attempt("a") with { Metrics = metrics }, An.Attempt("b")]);

        Assert.Equal((1.0, 0.75, 0.5), (row.Computed["hallucination_rate"].Value, row.Computed["constraint_rate"].Value,
            row.Computed["style_score"].Value));
    }

    [Fact]
    public void The_order_of_attempts_does_not_matter()
    {
        var expected = RunSummarizer.Summarize(SmallRun.Run, SmallRun.Attempts);

        Gen.Shuffle(SmallRun.Attempts.ToArray()).Sample(
            shuffled => Assert.Equivalent(expected, RunSummarizer.Summarize(SmallRun.Run, shuffled), strict: true), iter: 3);
    }

    [Fact]
    public void Whatever_became_of_the_attempts_the_numbers_of_a_row_fit_together() => Gen.Int[0, 3].Array[3].Array[1, 25].Sample(tasks =>
    {
        Verdict[] verdicts = [Verdict.Passed, Verdict.Failed, Verdict.CompileError, Verdict.ProviderError];
        var attempts = tasks.SelectMany((samples,
            task) => samples.Select((verdict, sample) =>
            An.Attempt($"task-{task:d3}", sample: sample) with { Verdict = verdicts[verdict] })).ToList();

        var row = Overall(attempts, samples: 3);

        Assert.Equal((tasks.Length, attempts.Count), (row.Tasks, row.Verdicts.Values.Sum()));
        Assert.Equal(row.Passed, row.Verdicts.GetValueOrDefault(Verdict.Passed.Name()));
        Assert.Equal(tasks.Average(samples => samples.Count(verdict => verdict == 0) / 3.0), row.StrictPassAt1!.Value, 1e-9);
        Assert.Equal(1 - ((double)row.InfrastructureErrors / attempts.Count), row.Availability!.Value, 1e-9);
        Assert.Equal(tasks.All(samples => samples.All(verdict => verdict < 3)), row.PassAtK is not null);
        Assert.True(row.PassAtK is null || row.PassAtK.Value >= row.PassAt1!.Value - 1e-9);
        Assert.All(
            new[] { row.PassAt1, row.StrictPassAt1, row.PassAtK, row.Availability }.OfType<Estimate>(),
            rate => Assert.True(0 <= rate.Low && rate.Low <= rate.Value + 1e-9 && rate.Value <= rate.High + 1e-9 && rate.High <= 1));
        Assert.Equal(attempts.Count * 0.0025m, row.CostUsd);
    }, iter: 40);

    [Fact]
    public void The_same_attempt_twice_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => RunSummarizer.Summarize(An.Run(), [An.Attempt(), An.Attempt()]));

    private static List<Attempt> Many(int count, Func<int, Verdict> verdict, int samples = 1) =>
        [.. Enumerable.Range(0, count).Select(i => An.Attempt($"task-{i / samples:d3}",
            sample: i % samples) with { Verdict = verdict(i) })];

    private static RunSummary Summarize(IReadOnlyList<Attempt> attempts, int samples = 1) =>
        RunSummarizer.Summarize(An.Run() with { Samples = samples }, attempts);

    private static SummaryRow Overall(IReadOnlyList<Attempt> attempts, int samples = 1) => Summarize(attempts, samples).Rows[0];

    private static void AssertEstimate(double value, double[] interval, Estimate actual)
    {
        Assert.Equal(value, actual.Value, 1e-9);
        Assert.Equal(interval[0], actual.Low, 1e-9);
        Assert.Equal(interval[1], actual.High, 1e-9);
    }
}
