using System.Xml.Linq;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Gates;

public sealed class GateTests
{
    [Theory]
    [InlineData("pass_at_1>=0.8")]
    [InlineData("pass_at_1>=0.8 model=gpt-4o class=completion certain")]
    [InlineData("ttft_p90_ms<=1500 model=sim/*")]
    [InlineData("non-inferior-to=latest margin=0.02")]
    [InlineData("non-inferior-to=model:gpt-4o margin=0.05 model=ollama/qwen:7b")]
    [InlineData("judge=outside")]
    [InlineData("judge=outside-equality-by-answer model=sim/* class=completion")]
    public void A_gate_is_written_as_it_is_read(string text) => Assert.Equal(text, GateParser.Parse(text).ToString());

    [Theory]
    [InlineData("pass@1>=0.8", "there is no metric 'pass@1'; metrics are pass_at_1, ")]
    [InlineData("pass_at_1", "'pass_at_1' is not understood")]
    [InlineData("pass_at_1>=high", "'high' is no number")]
    [InlineData("pass_at_1>=0.8 for=me", "'for=me' is not understood")]
    [InlineData("model=a", "a gate either bounds a metric or names what a model must not fall behind")]
    [InlineData("pass_at_1>=0.8 non-inferior-to=latest", "a gate either bounds a metric or names")]
    [InlineData("pass_at_1>=0.8 judge=outside", "a gate either bounds a metric or names")]
    [InlineData("judge=outside certain", "a gate that demands a judge has no bound")]
    [InlineData("judge=inside", "there is no judge 'inside' to demand; judges are outside, outside-equality-by-answer, canary;")]
    // One of the two would never be checked.
    [InlineData("pass_at_1>=0.9 pass_at_1>=0.1", "a bound is there twice")]
    [InlineData("pass_at_1>=0.9 ttft_p50_ms<=100", "a bound is there twice")]
    [InlineData("pass_at_1>=0.9 model=a model=b", "model is there twice")]
    // Bounds that nothing, or everything, meets.
    [InlineData("pass_at_1>=80", "pass_at_1 is a share of 0 to 1; for 80 % write 0.8")]
    [InlineData("infra_error_rate<=5", "infra_error_rate is a share of 0 to 1")]
    [InlineData("availability>=-0.1", "availability is a share of 0 to 1")]
    [InlineData("ttft_p90_ms>=-1", "ttft_p90_ms is never below 0")]
    [InlineData("truncation_rate<=0.1 certain", "truncation_rate has no interval, so nothing is certain of it; leave 'certain' out")]
    [InlineData("cost_usd<=1 certain", "cost_usd has no interval")]
    [InlineData("pass_at_1>=0.8 margin=0.1", "a margin belongs to a gate against a baseline")]
    [InlineData("non-inferior-to=latest margin=2", "the margin is a share of 0 to 1")]
    public void What_is_no_gate_is_told_with_an_example(string text, string mistake)
    {
        var wrong = Assert.Throws<FormatException>(() => GateParser.Parse(text));

        Assert.Contains(mistake, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("write for instance", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pass_at_1>=0.9", true, "90.0% [69.9% to 97.2%], n 20: the value is at least 90.0%")]
    [InlineData("pass_at_1>=0.91", false, "90.0% [69.9% to 97.2%], n 20: the value is not at least 91.0%")]
    [InlineData("pass_at_1>=0.69 certain", true, "90.0% [69.9% to 97.2%], n 20: the interval's end is at least 69.0%")]
    [InlineData("pass_at_1>=0.8 certain", false, "90.0% [69.9% to 97.2%], n 20: the interval's end is not at least 80.0%")]
    [InlineData("ttft_p50_ms<=200", true, "200 ms, n 20: the value is at most 200 ms")]
    [InlineData("ttft_p50_ms<=199", false, "200 ms, n 20: the value is not at most 199 ms")]
    [InlineData("cost_usd<=0.05", true, "$0.0500, n 20: the value is at most $0.0500")]
    [InlineData("infra_error_rate<=0.1", true, "0% [0% to 16.1%], n 20: the value is at most 10.0%")]
    [InlineData("pass_at_k>=0.5", false, "pass_at_k is not known here, and what is not known does not pass")]
    [InlineData("pass_at_1>=0.5 class=none", false, "the run has no tasks of class none")]
    public async Task A_bound_says_what_it_saw(string gate, bool isPassed, string reason)
    {
        var result = Assert.Single(await CheckAsync(Run("now", ("alpha", 18)), gate));

        Assert.Equal((isPassed, reason), (result.IsPassed, result.Reason));
    }

    [Theory]
    [InlineData("judge=outside", false, "3 of 20 verdicts were not: 1 outside, equality by answer, 2 canary")]
    [InlineData("judge=outside-equality-by-answer", false, "2 of 20 verdicts were not: 2 canary")]
    [InlineData("judge=canary", true, "all 20 verdicts were")]
    [InlineData("judge=outside class=none", false, "no answer was judged")]
    public async Task A_judge_is_demanded_of_every_verdict(string gate, bool isPassed, string reason)
    {
        VerdictOrigin[] weaker = [VerdictOrigin.Canary(0.01), VerdictOrigin.OutsideEqualityByAnswer, VerdictOrigin.Canary(0.5)];
        var run = Run("now", ("alpha", 18));
        run = run with { Attempts = [.. run.Attempts.Select((attempt, i) => i < weaker.Length
            ? attempt with { VerdictOrigin = weaker[i] } : attempt)] };

        var result = Assert.Single(await CheckAsync(run, gate));

        Assert.Equal((isPassed, reason), (result.IsPassed, result.Reason));
    }

    [Fact]
    public async Task A_pass_without_a_record_of_its_judge_meets_no_demand_and_what_was_never_run_meets_any()
    {
        var run = Run("now", ("alpha", 18));

        var unknown = await CheckAsync(run with { Attempts = [.. run.Attempts.Select(attempt => attempt with { VerdictOrigin = null })] },
            "judge=canary");
        Assert.Equal("18 of 18 verdicts were not: 18 not recorded", Assert.Single(unknown).Reason);

        var noCode = await CheckAsync(
            run with { Attempts = [.. run.Attempts.Select(attempt => attempt.Passed ? attempt : attempt with { VerdictOrigin = null })] },
            "judge=outside");
        Assert.True(Assert.Single(noCode).IsPassed);
    }

    [Theory]
    [InlineData("ttft_p90_ms<=10000", 9, "ttft_p90_ms is not known here (it takes 10 timed answers), and what is not known does not pass")]
    [InlineData("latency_p50_ms<=10000", 4,
        "latency_p50_ms is not known here (it takes 5 timed answers), and what is not known does not pass")]
    [InlineData("latency_p90_ms<=10000", 9,
        "latency_p90_ms is not known here (it takes 10 timed answers), and what is not known does not pass")]
    public async Task A_gate_on_times_needs_enough_answers_to_know_them(string gate, int answers, string reason)
    {
        Assert.True(Assert.Single(await CheckAsync(Run("now", ("alpha", 20)), gate)).IsPassed);

        var result = Assert.Single(await CheckAsync(Run("now", answers, ("alpha", answers)), gate));
        Assert.Equal((false, reason), (result.IsPassed, result.Reason));
    }

    [Theory]
    [InlineData("a>=0.5")]
    [InlineData("a<=b")]
    public void A_name_that_would_be_read_as_a_comparison_is_a_mistake(string name)
    {
        Assert.NotNull(GateParser.Mistake(new Gate { Metric = "pass_at_1", Min = 0.5, Model = name }));
        Assert.NotNull(GateParser.Mistake(new Gate { Metric = "pass_at_1", Min = 0.5, Class = name }));
        Assert.NotNull(GateParser.Mistake(new Gate { NonInferiorTo = "model:" + name }));
    }

    [Fact]
    public async Task A_pattern_is_for_each_model_that_fits_and_fails_where_none_does()
    {
        var run = Run("now", ("sim/a", 18), ("sim/b", 2), ("c", 0));

        Assert.Equal([("sim/a", true), ("sim/b", false)],
            (await CheckAsync(run, "pass_at_1>=0.5 model=sim/*")).Select(result => (result.Model, result.IsPassed)));
        Assert.Equal("the run has no model d", Assert.Single(await CheckAsync(run, "pass_at_1>=0.5 model=d")).Reason);
    }

    [Theory]
    [InlineData(20, 20, "margin=0.2", true, "at most 20.0% is lost")]
    [InlineData(18, 20, "margin=0.02", false, "it is not shown that at most 2.0% is lost")]
    [InlineData(2, 20, "margin=0.02", false, "more than 2.0% is lost")]
    public async Task A_baseline_asks_for_evidence_that_little_was_lost(int now, int before, string margin, bool isPassed, string reason)
    {
        var result = Assert.Single(await GateChecker.CheckAsync(
            Run("now", ("alpha", now)),
            [GateParser.Parse($"non-inferior-to=latest {margin}")],
            (gate, _) => Task.FromResult<RunResults?>(gate.NonInferiorTo == "latest" ? Run("before", ("alpha", before)) : null)));

        Assert.Equal(isPassed, result.IsPassed);
        Assert.EndsWith(reason, result.Reason, StringComparison.Ordinal);
        Assert.Contains(" points [", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_may_be_another_model_of_the_run_and_what_is_missing_fails()
    {
        var run = Run("now", ("alpha", 20), ("beta", 20));

        Assert.True(Assert.Single(await CheckAsync(run, "non-inferior-to=model:beta margin=0.2 model=alpha")).IsPassed);
        // What is known of one in twenty of its tasks is no baseline, however large the margin is.
        var failed = run with { Attempts = [.. run.Attempts.Select(attempt => attempt.Key is { Model: "beta", TaskId: not "t00" }
            ? attempt with { Verdict = Verdict.ProviderError } : attempt)] };
        Assert.StartsWith("of beta only 1 of 20 planned attempts are known (19 failed for reasons of infrastructure)",
            Assert.Single(await CheckAsync(failed, "non-inferior-to=model:beta margin=0.9 model=alpha")).Reason, StringComparison.Ordinal);
        Assert.Equal("now has no model gamma", Assert.Single(await CheckAsync(run, "non-inferior-to=model:gamma model=alpha")).Reason);
        Assert.Equal("there is no run 20260101-000000-a to compare with",
            Assert.Single(await CheckAsync(run, "non-inferior-to=20260101-000000-a model=alpha")).Reason);

        // The first night has nothing behind it.
        var first = Assert.Single(await CheckAsync(run, "non-inferior-to=latest model=alpha"));
        Assert.Equal((true, "there is no earlier run yet; the next one is compared with this"), (first.IsPassed, first.Reason));
    }

    [Fact]
    public async Task CI_reads_the_results_as_tests()
    {
        var path = Path.GetTempFileName();
        try
        {
            JUnitXml.Write(path, "now", An.Start,
                await CheckAsync(Run("now", ("a<b>\u0001", 18)), "pass_at_1>=0.5", "pass_at_1>=0.95", "pass_at_1>=0.95 model=none"));

            var suite = XDocument.Load(path).Root!.Element("testsuite")!;
            Assert.Equal(("3", "2"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
            Assert.Equal(["a<b>\uFFFD", "a<b>\uFFFD", "now"],
                suite.Elements("testcase").Select(test => test.Attribute("classname")!.Value));
            Assert.Equal([0, 1, 1], suite.Elements("testcase").Select(test => test.Elements("failure").Count()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<IReadOnlyList<GateResult>> CheckAsync(ReportInput run, params string[] gates) =>
        GateChecker.CheckAsync(run, gates.Select(GateParser.Parse), (_, _) => Task.FromResult<RunResults?>(null));

    /// <summary>Twenty tasks, of which each model passes the first ones.</summary>
    private static ReportInput Run(string id, params (string Model, int Passed)[] models) => Run(id, 20, models);

    private static ReportInput Run(string id, int tasks, params (string Model, int Passed)[] models)
    {
        var attempts = models.SelectMany(model => Enumerable.Range(0, tasks).Select(task =>
            An.Attempt($"t{task:00}", model.Model) with { Verdict = task < model.Passed ? Verdict.Passed : Verdict.Failed })).ToList();
        var run = new Run
        {
            Id = id,
            StartedAt = An.Start,
            ProgramVersion = "1",
            CommandLine = "",
            Datasets = [new RunDataset("mini", "mini.jsonl", "hash", tasks)],
            Models = [.. models.Select(model => An.Model(model.Model))],
            Machine = new RunMachine("", 1, 1, "", 1),
            PlannedAttempts = attempts.Count,
        };
        return new ReportInput(new RunResults { Run = run, Attempts = attempts, Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = _ => attempts.ToAsyncEnumerable() });
    }
}
