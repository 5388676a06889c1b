using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Results;

public sealed class SummaryRowBuilderTests
{
    [Fact]
    public void Tokens_are_summed_up_and_unknown_where_an_answers_are()
    {
        Attempt[] answered = [An.Attempt("a") with { Usage = An.Usage(10, 1) },
            An.Attempt("b") with { Usage = An.Usage(20, 2), Verdict = Verdict.Failed }];
        var unbilled = An.Attempt("c") with { Verdict = Verdict.ProviderError, Usage = new Usage() };
        var billed = unbilled with { Usage = An.Usage(5, 3) };
        var unknown = An.Attempt("d") with { Usage = new Usage { InputTokens = 7 } };

        Assert.Equal((30L, 3L), Tokens(Row(answered)));
        Assert.Equal((30L, 3L), Tokens(Row([.. answered, unbilled])));
        Assert.Equal((35L, 6L), Tokens(Row([.. answered, billed])));
        Assert.Equal((37L, null), Tokens(Row([.. answered, unknown])));
        Assert.Equal((null, null), Tokens(Row([unbilled])));
        Assert.Equal((null, null), Tokens(Row([])));

        static (long?, long?) Tokens(SummaryRow row) => (row.InputTokens, row.OutputTokens);
    }

    [Fact]
    public void Cost_counts_what_was_billed_and_is_unknown_where_an_answers_is()
    {
        var answered = An.Attempt("a") with { CostUsd = 1 };
        var unbilled = An.Attempt("b") with { Verdict = Verdict.ProviderError, CostUsd = null };

        Assert.Equal(1, Row([answered, unbilled]).CostUsd);
        Assert.Equal(3, Row([answered, unbilled with { CostUsd = 2 }]).CostUsd);
        Assert.Null(Row([answered, An.Attempt("c") with { CostUsd = null }]).CostUsd);
        Assert.Null(Row([unbilled]).CostUsd);
    }

    [Fact]
    public void The_speed_is_the_median_over_answers_whose_time_can_be_trusted()
    {
        // 101 tokens, 100 gaps between the first and the last of them.
        Attempt Timed(string task, double milliseconds) =>
            An.Attempt(task) with { Usage = An.Usage(1, 101), Timing = An.Timing(100, 110 + milliseconds) };
        Attempt[] timed = [Timed("a", 1000), Timed("a2", 1000), Timed("b", 500), Timed("c", 250), Timed("c2", 250)];

        Assert.Equal(200, Row(timed).OutputTokensPerSecond!.Value, 1e-9);
        Assert.Equal(200, Row([.. timed, Timed("d", 100) with { IsCached = true }, Timed("e", 0)]).OutputTokensPerSecond!.Value, 1e-9);
        Assert.Null(Row([An.Attempt() with { Timing = null }]).OutputTokensPerSecond);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Few_answers_have_no_median_of_speed_and_of_the_first_token(int answers, bool isKnown)
    {
        var row = Row(Enumerable.Range(0, answers).Select(i => An.Attempt($"t{i}")));

        Assert.Equal((isKnown, isKnown), (row.TtftP50Ms is not null, row.OutputTokensPerSecond is not null));
        Assert.Null(row.TtftP90Ms);
        Assert.NotNull(row.LatencyP50Ms);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void The_90th_percentile_of_the_first_token_needs_ten_answers(int answers, bool isKnown) =>
        Assert.Equal(isKnown, Row(Enumerable.Range(0, answers).Select(i => An.Attempt($"t{i}"))).TtftP90Ms is not null);

    /// <summary>From the first text to the last, and the tokens of it: a reply that comes in a moment was collected on the way.</summary>
    [Theory]
    [InlineData(1000, 2400, true, true)]
    [InlineData(0.5, 2400, false, false)]
    [InlineData(200, 2400, false, false)]
    [InlineData(300, 2400, true, true)]
    [InlineData(15, 100, true, false)]
    [InlineData(0, 20, true, false)]
    public void Text_that_comes_faster_than_any_endpoint_writes_has_no_speed_and_no_first_token(double milliseconds, int tokens,
        bool hasTtft, bool hasSpeed)
    {
        var row = Row(Enumerable.Range(0, 20)
            .Select(i => An.Attempt($"t{i:d2}") with { Usage = An.Usage(10, tokens), Timing = An.Timing(3000, 3010 + milliseconds) }));

        Assert.Equal((hasTtft, hasSpeed), (row.TtftP50Ms is not null, row.OutputTokensPerSecond is not null));
        Assert.NotNull(row.LatencyP50Ms);
        Assert.True(row.OutputTokensPerSecond is null or <= 10_000);
    }

    [Theory]
    [InlineData(0.01, false)]
    [InlineData(5, true)]
    public void Tokens_that_nobody_saw_take_the_speed_and_leave_the_first_token(double gap, bool hasTtft)
    {
        // Hidden thoughts may be counted with the answer: whether that was held back is seen in the gaps between its pieces.
        var timing = An.Timing(3000, 3210) with { ChunkGapP50 = TimeSpan.FromMilliseconds(gap) };
        var row = Row(Enumerable.Range(0, 20).Select(i => An.Attempt($"t{i:d2}") with { Usage = An.Usage(10, 5000), Timing = timing }));

        Assert.Equal((hasTtft, null), (row.TtftP50Ms is not null, row.OutputTokensPerSecond));
    }

    [Theory]
    [InlineData("length", 1)]
    [InlineData("LENGTH", 1)]
    [InlineData("max_tokens", 1)]
    [InlineData("Max_Tokens", 1)]
    [InlineData("stop", 0)]
    [InlineData(null, 0)]
    public void An_answer_is_cut_when_its_endpoint_says_so(string? reason, double rate) =>
        Assert.Equal(rate, Row([An.Attempt() with { FinishReason = reason }, An.Attempt("b") with { Verdict = Verdict.ProviderError }])
            .TruncationRate);

    [Fact]
    public void Metrics_are_those_of_answers_that_have_them()
    {
        Attempt With(string task, params (string Name, double Value)[] metrics) =>
            An.Attempt(task) with { Metrics = metrics.ToDictionary(metric => metric.Name, metric => metric.Value) };
        var row = Row(
        [
            With("a", (SignalMetrics.HallucinatedApis.Name, 0), (SignalMetrics.ConstraintsChecked.Name, 4),
                (SignalMetrics.ConstraintsMet.Name, 1), (SignalMetrics.StyleScore.Name, 0.25)),
            With("b", (SignalMetrics.HallucinatedApis.Name, 3), (SignalMetrics.ConstraintsChecked.Name, 2),
                (SignalMetrics.ConstraintsMet.Name, 2), (SignalMetrics.StyleScore.Name, 0.75)),
            With("c", (SignalMetrics.HallucinatedApis.Name, double.NaN), (SignalMetrics.ConstraintsChecked.Name, 9),
                (SignalMetrics.StyleScore.Name, double.NaN)),
            With("d"),
            With("e", (SignalMetrics.HallucinatedApis.Name, 1)) with { Verdict = Verdict.ProviderError },
        ]);

        Assert.Equal((0.5, 0.5, 0.5), (row.Computed["hallucination_rate"].Value, row.Computed["constraint_rate"].Value,
            row.Computed["style_score"].Value));
        Assert.Empty(Row([With("a", (SignalMetrics.ConstraintsChecked.Name, 0), (SignalMetrics.ConstraintsMet.Name, 0))]).Computed);
        Assert.Empty(Row([With("a")]).Computed);
    }

    [Fact]
    public void Rates_are_means_over_tasks_of_answered_and_of_all_attempts()
    {
        Attempt Of(string task, int sample, Verdict verdict) => An.Attempt(task, sample: sample) with { Verdict = verdict };
        var attempts = new[]
        {
            Of("a", 0, Verdict.Passed), Of("a", 1, Verdict.Passed), Of("a", 2, Verdict.Failed),
            Of("b", 0, Verdict.Passed), Of("b", 1, Verdict.Failed), Of("b", 2, Verdict.Failed),
        };
        var row = Row(attempts, k: 2);

        Assert.Equal((2, 6, 3, 0), (row.Tasks, row.Attempts, row.Passed, row.InfrastructureErrors));
        Assert.Equal(((2 / 3.0) + (1 / 3.0)) / 2, row.PassAt1!.Value, 1e-12);
        // 1 - C(1,2)/C(3,2) = 1 and 1 - C(2,2)/C(3,2); C(2,2)/C(3,2) and 0.
        Assert.Equal((1 + (2 / 3.0)) / 2, row.PassAtK!.Value, 1e-12);
        Assert.Equal((1 / 3.0) / 2, row.PassHatK!.Value, 1e-12);

        var withErrors = Row([.. attempts[..5], Of("b", 2, Verdict.SandboxError), Of("c", 0, Verdict.ProviderError)], k: 2);
        Assert.Equal(2, withErrors.InfrastructureErrors);
        Assert.Equal(((2 / 3.0) + (1 / 2.0)) / 2, withErrors.PassAt1!.Value, 1e-12);
        Assert.Equal(((2 / 3.0) + (1 / 3.0) + 0) / 3, withErrors.StrictPassAt1!.Value, 1e-12);
        // A sandbox error is no fault of the endpoint.
        Assert.Equal(WilsonInterval.Compute(5, 6), withErrors.Availability);
        Assert.Null(withErrors.PassAtK);
        Assert.Null(withErrors.PassHatK);
        Assert.Null(Row(attempts, k: 1).PassAtK);
        Assert.Null(Row(attempts, k: 4).PassAtK);
        Assert.NotNull(Row(attempts, k: 3).PassHatK);
        Assert.Equal([("passed", 3), ("failed", 2), ("provider_error", 1), ("sandbox_error", 1)],
            withErrors.Verdicts.Select(verdict => (verdict.Key, verdict.Value)));
    }

    [Fact]
    public void Costs_are_ratios_of_sums()
    {
        var row = Row([An.Attempt("a") with { CostUsd = 1 }, An.Attempt("a", sample: 1) with { CostUsd = 2, Verdict = Verdict.Failed },
            An.Attempt("b") with { CostUsd = 6 }]);

        Assert.Equal((3.0, 4.5), (row.CostPerTaskUsd!.Value, row.CostPerSolvedUsd!.Value));
    }

    [Fact]
    public void Times_have_the_quantiles_they_are_named_by()
    {
        var row = Row(Enumerable.Range(0, 301).Select(i => An.Attempt($"t{i:d3}") with { Timing = An.Timing(100 + i, 1000 + (2 * i)) }));

        Assert.Equal((250.0, 370.0, 397.0), (row.TtftP50Ms!.Value, row.TtftP90Ms!.Value, row.TtftP99Ms!.Value));
        Assert.Equal((1300.0, 1540.0), (row.LatencyP50Ms!.Value, row.LatencyP90Ms!.Value));
        Assert.True(row.TtftP50Ms.Low < 250 && row.TtftP50Ms.High is > 250 and < 300);
        Assert.True(row.TtftP90Ms.Low is > 340 and < 370 && row.TtftP90Ms.High > 370);
        Assert.Equal(double.PositiveInfinity, row.TtftP99Ms.High);
    }

    private static SummaryRow Row(IEnumerable<Attempt> attempts, int k = 1) =>
        SummaryRowBuilder.Build(SummaryRow.All, SummaryRow.All, "alpha", isSimulated: false, k, attempts, MetricCatalog.Default);
}
