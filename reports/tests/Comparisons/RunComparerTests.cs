using System.Text.Json;
using Eval.Reports.Comparisons;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Comparisons;

public sealed class RunComparerTests
{
    [Fact]
    public void The_best_is_compared_with_each_other_and_p_is_corrected_for_all()
    {
        var comparison = RunComparer.OfModels(Results(("low", 4), ("best", 18), ("near", 16)), ["low", "best", "near"],
            OutcomeBasis.Conditional);

        Assert.Equal(["best", "near", "low"], comparison.Ranking.Select(ranking => ranking.Model));
        Assert.Equal(["near", "low"], comparison.Overall.Select(pair => pair.Second));
        Assert.All(comparison.Overall, pair => Assert.Equal("best", pair.First));
        Assert.Equal([true, true, false], comparison.Ranking.Select(ranking => ranking.IsAmongBest));
        Assert.Equal(HolmAdjustment.Of([.. comparison.Overall.Select(pair => pair.PValue!.Value)]),
            comparison.Overall.Select(pair => pair.AdjustedP!.Value));
        Assert.Empty(comparison.ByClass);
    }

    [Fact]
    public void Two_models_stay_in_the_order_given()
    {
        var comparison = RunComparer.OfModels(Results(("low", 4), ("best", 18)), ["low", "best"], OutcomeBasis.Conditional);

        Assert.Equal(("low", "best", ComparisonVerdict.SecondBetter),
            (comparison.Overall[0].First, comparison.Overall[0].Second, comparison.Overall[0].Verdict));
        Assert.Equal([true, false], comparison.Ranking.Select(ranking => ranking.IsAmongBest));
    }

    [Fact]
    public void Classes_are_a_family_of_their_own()
    {
        var results = Results(("a", 18), ("b", 4));
        results = results
            with { Attempts = [.. results.Attempts.Select(attempt =>
            attempt with { Class = string.CompareOrdinal(attempt.Key.TaskId, "t10") < 0 ? "one" : "two" })] };

        var comparison = RunComparer.OfModels(results, ["a", "b"], OutcomeBasis.Conditional);

        Assert.Equal(["one", "two"], comparison.ByClass.Select(pair => pair.Class));
        Assert.Equal([10, 10], comparison.ByClass.Select(pair => pair.Tasks));
        Assert.Equal(comparison.Overall[0].PValue, comparison.Overall[0].AdjustedP);
        Assert.All(comparison.ByClass, pair => Assert.True(pair.AdjustedP >= pair.PValue));
    }

    [Fact]
    public void A_model_that_misses_tasks_is_ranked_by_the_complete_ones_and_bounded()
    {
        var results = Results(("a", 12), ("b", 11), ("c", 11));
        // c was not run on the eight tasks that nobody passes.
        results = results
            with { Attempts = [.. results.Attempts.Where(attempt => attempt.Key.Model != "c"
            || string.CompareOrdinal(attempt.Key.TaskId, "t12") < 0)] };

        var c = RunComparer.OfModels(results, ["a", "b", "c"], OutcomeBasis.Conditional).Ranking.Single(ranking => ranking.Model == "c");

        Assert.Equal(11 / 12.0, c.Rate!.Value, 1e-12);
        Assert.Equal((8, 12), (c.Missing, c.Rate.N));
        Assert.Equal((11 / 20.0, 19 / 20.0), (c.LowestRate, c.HighestRate));
        Assert.True(c.HadEasierTasks);
    }

    [Fact]
    public void A_model_that_never_answered_is_told_of_and_not_ranked()
    {
        var results = Results(("a", 12), ("b", 11), ("c", 11));
        results = results with { Attempts = [.. results.Attempts.Select(attempt => attempt.Key.Model == "c"
            ? attempt with { Verdict = Verdict.ProviderError } : attempt)] };

        var comparison = RunComparer.OfModels(results, ["a", "b", "c"], OutcomeBasis.Conditional);
        var strict = RunComparer.OfModels(results, ["a", "b", "c"], OutcomeBasis.Strict);

        Assert.Equal(["Nothing is known of c: no attempt was answered."], comparison.Warnings);
        Assert.Equal(["a", "b"], comparison.Ranking.Select(ranking => ranking.Model));
        Assert.Equal([12 / 20.0, 11 / 20.0, 0], strict.Ranking.Select(ranking => ranking.Rate!.Value));
        Assert.Empty(RunComparer.OfModels(results with { Attempts = [.. results.Attempts.Where(attempt => attempt.Key.Model == "c")] },
            ["a", "b", "c"], OutcomeBasis.Conditional).Overall);
    }

    [Fact]
    public void Runs_are_compared_model_by_model_and_what_differs_besides_is_told()
    {
        var (first, second) = (Results(("a", 18), ("b", 9)), Results(("a", 4), ("x", 3)));
        first = first with { Run = first.Run
            with { Runtimes = new Dictionary<string, string> { ["javascript"] = "Node.js 18", ["python"] = "Python 3" } } };
        second = second with
        {
            Run = second.Run with
            {
                Id = "later",
                ProgramVersion = "2",
                Runtimes = new Dictionary<string, string> { ["javascript"] = "Node.js 24", ["python"] = "Python 3" },
                Datasets = [second.Run.Datasets[0] with { Hash = "other" }],
                Models = [An.Model("a") with { Price = null, Parameters = new ModelParameters { Temperature = 1 } }],
            },
        };

        var comparison = RunComparer.OfRuns(first, second, OutcomeBasis.Conditional);

        var pair = Assert.Single(comparison.Overall);
        Assert.Equal(($"a in {An.RunId}", "a in later", ComparisonVerdict.FirstBetter), (pair.First, pair.Second, pair.Verdict));
        Assert.Empty(comparison.Ranking);
        Assert.Equal(5, comparison.Warnings.Count);
        Assert.Contains("Answers in javascript ran on Node.js 18 and Node.js 24.", comparison.Warnings);
        Assert.Contains("a was asked with other parameters: temperature 0 and 1.", comparison.Warnings);
        Assert.Empty(RunComparer.OfRuns(first, first, OutcomeBasis.Conditional).Warnings);
    }

    [Fact]
    public void Runs_of_one_model_each_are_compared_whatever_the_models()
    {
        Assert.Single(RunComparer.OfRuns(Results(("a", 5)), Results(("b", 6)), OutcomeBasis.Conditional).Overall);
        Assert.Empty(RunComparer.OfRuns(Results(("a", 5), ("b", 5)), Results(("c", 6)), OutcomeBasis.Conditional).Overall);
    }

    [Fact]
    public async Task Tables_and_JSON_hold_what_was_computed_and_no_number_that_is_none()
    {
        var comparison = RunComparer.OfModels(Results(("=best", 3), ("low", 1)) is var results
            ? results with { Attempts = [.. results.Attempts.Take(4), .. results.Attempts.Skip(20).Take(4)] } : null!, ["=best", "low"],
                OutcomeBasis.Conditional);
        using var text = new StringWriter();

        await ComparisonCsv.WriteAsync(comparison, text, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(ComparisonJson.Of(comparison));

        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("class,first,second,simulated,tasks,dropped,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("all,'=best,low,false,4,0,0.75,0.25,0.5,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",too_few_tasks,", lines[1], StringComparison.Ordinal);
        var overall = json.RootElement.GetProperty("overall")[0];
        Assert.Equal("too_few_tasks", overall.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, overall.GetProperty("metrics")[0].GetProperty("ratio").GetProperty("low").ValueKind);
        Assert.Equal(2, overall.GetProperty("flips").GetArrayLength());
    }

    [Fact]
    public void Words_say_what_is_shown_and_what_could_not_have_been()
    {
        var better = ModelComparer.Compare(ModelComparerTests.Side("a", [.. ModelComparerTests.Many(40, true)]),
            ModelComparerTests.Side("b", [.. ModelComparerTests.Many(20, true), .. ModelComparerTests.Many(20, false)]),
            OutcomeBasis.Conditional);
        var same = ModelComparer.Compare(ModelComparerTests.Side("a", [.. ModelComparerTests.Many(40, true)]),
            ModelComparerTests.Side("b", [.. ModelComparerTests.Many(40, true)]), OutcomeBasis.Conditional);

        Assert.Equal("a passes more often, p < 0.0001", ComparisonText.Quality(better, 1));
        Assert.StartsWith("+50.0 points [", ComparisonText.Difference(better), StringComparison.Ordinal);
        Assert.Equal("cannot be told apart, p = 1.00 (corrected for 3 comparisons); they agree on every task",
            ComparisonText.Quality(same, 3));
        Assert.Equal("a costs less: 2.00 × to 4.00 ×",
            ComparisonText.Metric(better, new MetricComparison(MoneyMetrics.CostPerTask, 1, 3, new Estimate(1 / 3.0, 0.25, 0.5, 40))));
        Assert.Equal("b is faster: 2.00 × to 4.00 ×",
            ComparisonText.Metric(better, new MetricComparison(TimeMetrics.TtftP50, 3, 1, new Estimate(3, 2, 4, 40))));
        Assert.Equal("cannot be told apart in time: 0.500 × to 1.50 ×",
            ComparisonText.Metric(better, new MetricComparison(TimeMetrics.LatencyP50, 1, 1, new Estimate(1, 0.5, 1.5, 40))));
    }

    /// <summary>Twenty tasks, of which each model passes the first ones.</summary>
    private static ReportInput Results(params (string Model, int Passed)[] models)
    {
        var attempts = models.SelectMany(model => ModelComparerTests.Side(model.Model,
            [.. Enumerable.Range(0, 20).Select(task => task < model.Passed)]).Attempts).ToList();
        var run = new Run
        {
            Id = An.RunId,
            StartedAt = An.Start,
            ProgramVersion = "1",
            CommandLine = "",
            Datasets = [new RunDataset("mini", "mini.jsonl", "hash", 20)],
            Models = [.. models.Select(model => An.Model(model.Model))],
            Machine = new RunMachine("", 1, 1, "", 1),
        };
        return new ReportInput(new RunResults { Run = run, Attempts = attempts, Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = _ => attempts.ToAsyncEnumerable() });
    }
}
