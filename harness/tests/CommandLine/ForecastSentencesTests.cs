using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Planning;

namespace Eval.Harness.Tests.CommandLine;

public sealed class ForecastSentencesTests
{
    [Theory]
    [InlineData(1000, "fits the budget of")]
    [InlineData(0.0000001, "would stop at the budget of")]
    [InlineData(0.02, "may stop at the budget of")]
    public void What_a_budget_means_for_the_run_is_said(decimal budget, string sentence) =>
        Assert.Contains(Sentences(new RunOptions { BudgetUsd = budget }), said =>
            said.StartsWith("Cost: ", StringComparison.Ordinal) && said.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void An_unknown_price_makes_the_cost_unknown_and_a_budget_powerless()
    {
        var options = new RunOptions { BudgetUsd = 1 };
        var plan = APlan.Create(2, options, "a");
        plan = plan with { Models = [plan.Models[0] with { Price = null }] };

        Assert.Contains("Cost: unknown, because the price is. --budget-usd cannot stop what it does not know.", Sentences(options, plan));
    }

    [Fact]
    public void What_is_not_asked_is_said()
    {
        Assert.Contains(Sentences(new RunOptions { Replay = "tapes" }), sentence => sentence.Contains("tapes", StringComparison.Ordinal));
        Assert.Contains(Sentences(new RunOptions { Cache = true }), sentence => sentence.StartsWith("--cache", StringComparison.Ordinal));
        Assert.Contains(Sentences(new RunOptions { Rescore = true }), sentence =>
            sentence.StartsWith("Stored replies", StringComparison.Ordinal));
    }

    [Fact]
    public void Time_names_what_it_depends_on()
    {
        var sentences = Sentences(new RunOptions { MaxConnections = 3, MaxSandboxes = 1 });

        Assert.Contains(sentences, sentence => sentence.Contains("3 connections per model", StringComparison.Ordinal)
            && sentence.Contains("1 sandbox", StringComparison.Ordinal));
        Assert.DoesNotContain(sentences, sentence => sentence.StartsWith("Container images", StringComparison.Ordinal));
        Assert.Contains(Sentences(new RunOptions { Sandbox = "docker" }), sentence =>
            sentence.StartsWith("Container images", StringComparison.Ordinal));
    }

    private static List<string> Sentences(RunOptions options, RunPlan? plan = null)
    {
        plan ??= APlan.Create(2, options, "a");
        var forecast = new RunForecaster(plan, ForecastOptions.From(options), new PlanHistory(), new StoredProgress()).Forecast();
        return ForecastSentences.Create(forecast, plan, options).ToList();
    }
}
