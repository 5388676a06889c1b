using Eval.Harness.Budgets;
using Eval.Harness.Options;
using Eval.Harness.Planning;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Planning;

public sealed class ForecastTests : IDisposable
{
    private const double T1 = 3.0776835371752527;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-forecast");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Without_history_a_forecast_is_the_stated_assumption()
    {
        var options = new RunOptions { MaxConnections = 1, MaxSandboxes = 1 };
        var plan = APlan.Create(2, options, "a");
        double input = CallBounds.TokensOf(plan.Tasks[0]);

        var forecast = new RunForecaster(plan, ForecastOptions.From(options), new PlanHistory(), new StoredProgress()).Forecast();

        var model = Assert.Single(forecast.Models);
        Assert.Null(model.Source);
        Assert.Equal((2 * 150.0, 2 * 1200.0), (model.OutputTokens.Low, model.OutputTokens.High));
        Assert.Equal(2 * (input + 1500) / 1e6, forecast.CostUsd!.Value.Low, 1e-12);
        Assert.Equal(2 * (input + 12000) / 1e6, forecast.CostUsd!.Value.High, 1e-12);
        // 0.5 s and 150 tokens at 100 a second; 3 s and 1200 at 25; beside them one execution.
        Assert.Equal(2 * 2 + 0.05, forecast.Seconds.Low, 1e-9);
        Assert.Equal(2 * 51 + 0.5, forecast.Seconds.High, 1e-9);
        Assert.False(forecast.IsBoundBySandboxes);
    }

    [Fact]
    public void A_token_limit_bounds_the_assumption()
    {
        var options = new RunOptions { MaxTokens = 100 };

        var forecast = new RunForecaster(APlan.Create(1, options, "a"), ForecastOptions.From(options), new PlanHistory(),
            new StoredProgress()).Forecast();

        Assert.Equal(new EstimatedRange(100, 100), forecast.Models[0].OutputTokens);
    }

    [Fact]
    public async Task Earlier_answers_to_the_same_tasks_make_the_forecast()
    {
        var options = new RunOptions { MaxConnections = 1, MaxSandboxes = 1 };
        var forecast = await ForecastAsync(options,
            run => [APlan.Answer(run, "t0000", "a", true, 100, 1), APlan.Answer(run, "t0001", "a", true, 200, 3)]);

        var model = forecast.Models[0];
        Assert.Equal("earlier", model.Source!.Run.Id);
        Assert.Equal(300, model.OutputTokens.Likely);
        Assert.Equal(300 + (T1 * Math.Sqrt(5000 * 4)), model.OutputTokens.High, 1e-6);
        Assert.Equal((100 + (10 * 300.0)) / 1e6, model.CostUsd!.Value.Likely!.Value, 1e-12);
        Assert.Equal(4, model.CallSeconds.Likely!.Value, 1e-9);
        // The whole run took ten seconds of one sandbox for two answers.
        Assert.Equal(10, forecast.ScoringSeconds.High, 1e-9);
        Assert.Equal(0.2, forecast.ScoringSeconds.Low, 1e-9);
    }

    [Theory]
    [InlineData("another-text", null)]
    [InlineData(null, 77)]
    public async Task A_changed_task_or_setting_is_no_history(string? hash, int? maxTokens)
    {
        var forecast = await ForecastAsync(
            new RunOptions { MaxTokens = maxTokens },
            run => [APlan.Answer(run, "t0000", "a", true, hash: hash), APlan.Answer(run, "t0001", "a", true, hash: hash)]);

        Assert.Null(forecast.Models[0].Source);
    }

    [Theory]
    [InlineData(1.0, nameof(BudgetVerdict.Fits))]
    [InlineData(0.01, nameof(BudgetVerdict.MayStop))]
    [InlineData(0.001, nameof(BudgetVerdict.Stops))]
    public void A_budget_is_held_against_both_ends(double budget, string verdict)
    {
        var options = new RunOptions();

        var forecast = new RunForecaster(APlan.Create(2, options, "a"), ForecastOptions.From(options), new PlanHistory(),
            new StoredProgress()).Forecast();

        Assert.Equal(verdict, forecast.Against((decimal)budget).ToString());
    }

    [Fact]
    public void Without_history_what_can_be_shown_is_said_for_three_shares_of_differing_tasks()
    {
        var power = PowerForecast.Create(APlan.Create(626, new RunOptions(), "a", "b"), new PlanHistory());

        Assert.Equal([0.1, 0.2, 0.3], power.Pairs.Select(pair => pair.Discordance.Value));
        Assert.Equal(0.05, power.Pairs[1].Smallest!.Value, 1e-4);
        Assert.Equal(626, power.Pairs[1].Wanted[0].Tasks);
        Assert.All(power.Pairs, pair => Assert.Empty(pair.Runs));
    }

    [Fact]
    public void Samples_reduce_the_half_that_is_taken_as_chance()
    {
        var pair = PowerForecast.Create(APlan.Create(626, new RunOptions { Samples = 5 }, "a", "b"), new PlanHistory()).Pairs[1];

        // 0.1 between tasks and 0.1 / 5 within; 2.8015852 is the sum of both normal quantiles.
        Assert.Equal(2.8015852181129683 * Math.Sqrt(0.12 / 626), pair.Smallest!.Value, 1e-9);
        Assert.Equal(377, pair.Wanted[0].Tasks);
        Assert.True(pair.IsSplitAssumed);
    }

    [Fact]
    public void Too_few_tasks_are_said_to_be_too_few()
    {
        Assert.True(PowerForecast.Create(APlan.Create(5, new RunOptions(), "a", "b"), new PlanHistory()).HasTooFewTasks);
        Assert.True(PowerForecast.Create(APlan.Create(9, new RunOptions { Samples = 2 }, "a", "b"), new PlanHistory()).HasTooFewTasks);
        Assert.False(PowerForecast.Create(APlan.Create(6, new RunOptions(), "a", "b"), new PlanHistory()).HasTooFewTasks);
    }

    [Fact]
    public async Task What_earlier_runs_know_of_the_models_is_said_of_each_pair_and_of_each_model_against_itself()
    {
        var ct = TestContext.Current.CancellationToken;
        var plan = APlan.Create(20, new RunOptions(), "a", "b");
        await using var store = await RunStore.OpenAsync(_folder.FullName, ct);
        foreach (var (id, day, failedByA, failedByB) in new[] { ("older", 0, 2, 5), ("newer", 1, 0, 4) })
        {
            var run = plan.Run with { Id = id, StartedAt = APlan.Start.AddDays(day), EndedAt = APlan.Start.AddDays(day).AddMinutes(1) };
            await store.CreateRunAsync(run, ct);
            for (var task = 0; task < 20; task++)
            {
                await store.SaveAttemptAsync(APlan.Answer(run, $"t{task:0000}", "a", task >= failedByA), ct);
                await store.SaveAttemptAsync(APlan.Answer(run, $"t{task:0000}", "b", task >= failedByB), ct);
            }
        }

        var power = PowerForecast.Create(plan, await PlanHistory.ReadAsync(store, plan, ct));

        Assert.Equal(
            ["a b newer: 4/20", "a a newer older: 2/20", "b b newer older: 1/20"],
            power.Pairs.Select(pair => $"{pair.First} {pair.Second} {string.Join(' ', pair.Runs)}: "
                + $"{pair.Discordance.Value * pair.KnownTasks:0.##}/{pair.KnownTasks}"));
        Assert.Equal(Power.SmallestDifference(20, 0.2), power.Pairs[0].Smallest);
        Assert.All(power.Pairs.Skip(1), pair => Assert.True(pair.IsAgainstItself));
    }

    private async Task<RunForecast> ForecastAsync(RunOptions options, Func<Run, IEnumerable<Attempt>> attempts)
    {
        var ct = TestContext.Current.CancellationToken;
        var plan = APlan.Create(2, options, "a");
        var before = APlan.Create(2, options with { MaxTokens = null }, "a")
            .Run with { Id = "earlier", StartedAt = APlan.Start, EndedAt = APlan.Start.AddSeconds(10) };
        await using var store = await RunStore.OpenAsync(_folder.FullName, ct);
        await store.CreateRunAsync(before, ct);
        foreach (var attempt in attempts(before))
        {
            await store.SaveAttemptAsync(attempt, ct);
        }

        return new RunForecaster(plan, ForecastOptions.From(options), await PlanHistory.ReadAsync(store, plan, ct), new StoredProgress())
            .Forecast();
    }
}
