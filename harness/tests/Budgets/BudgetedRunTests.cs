using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Replies;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.Planning;
using Eval.Harness.Tests.Runs;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Budgets;

/// <summary>Whole runs of many tasks under a budget, up to the store; only model and scorer are scripted.</summary>
public sealed class BudgetedRunTests : IDisposable
{
    private const int Tasks = 164;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-budget");
    private int _runs;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("equal")]
    [InlineData("even")]
    [InlineData("two kinds")]
    [InlineData("heavy tail")]
    public async Task A_budget_that_suffices_is_never_in_the_way_and_one_that_does_not_is_used_up_and_not_passed(string shape)
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var lengths = CostlyModel.Lengths(shape, 2 * Tasks, seed);
            var needed = lengths.Take(Tasks).Sum(tokens => Cost(tokens));

            var enough = await RunAsync(needed * 1.3m, seed, Model("m", lengths, seed));
            Assert.Equal((Tasks, 0), (enough.Scored, enough.LeftOut));

            foreach (var share in new[] { 0.1m, 0.35m, 0.8m })
            {
                var few = await RunAsync(needed * share, seed, Model("m", lengths, seed));
                Assert.Equal(Tasks, few.Scored + few.LeftOut);
                Assert.InRange(few.SpentUsd / (needed * share), 0.9m, 1m);
                Assert.NotNull(few.Pipeline.BudgetRefused);
            }
        }
    }

    [Fact]
    public async Task Two_models_share_a_budget_attempt_by_attempt()
    {
        var (dear, cheap) = (Model("dear", [.. Enumerable.Repeat(1000, Tasks)], 1), Model("cheap", [.. Enumerable.Repeat(50, Tasks)], 2));

        var run = await RunAsync(0.5m, 1, dear, cheap);

        // The dear one gets nearly all of the money, and the cheap one is not far ahead until the rest is too little for the dear one.
        Assert.InRange(dear.SpentUsd + cheap.SpentUsd, 0.45m, 0.5m);
        Assert.InRange(dear.Calls, 30, 50);
    }

    [Fact]
    public async Task A_run_that_is_gone_on_with_knows_what_calls_cost_and_pays_no_attempt_twice()
    {
        var lengths = CostlyModel.Lengths("even", 3 * Tasks, 4);
        var first = await RunAsync(0.1m, 4, Model("m", lengths, 4));
        var model = Model("m", lengths[Tasks..], 5);

        var second = await RunAsync(10, 4, earlier: first, model);

        Assert.Equal(Tasks, second.Scored);
        Assert.Equal(Tasks - first.Scored, model.Calls);
    }

    [Fact]
    public async Task A_stop_wakes_those_who_wait_and_every_attempt_that_was_not_made_says_why()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var holding = new TaskCompletionSource();
        var model = new CostlyModel(Spec("m"), _ => 100)
        {
            Before = async (call, _) =>
            {
                if (call == 0)
                {
                    // While it is open, all others wait for the budget.
                    await stop.CancelAsync();
                    holding.SetResult();
                }

                await holding.Task;
            },
        };

        var run = await MakeAsync(0.05m, 1, null, [model], stop.Token);

        Assert.Equal(1, model.Calls);
        Assert.Equal((1, Tasks - 1), (run.Scored, run.LeftOut));
        Assert.All(run.Attempts.Where(attempt => attempt.Verdict == Verdict.Skipped),
            attempt => Assert.Equal("the run was interrupted", attempt.Error));
    }

    [Fact]
    public async Task A_model_that_is_given_up_takes_its_waiting_calls_back_and_leaves_the_budget_to_the_other()
    {
        var refused = new CostlyModel(Spec("refused"),
            _ => 100) { Before = (_, _) => throw new ModelCallException(ModelCallFailure.Configuration, "no such key") };
        var other = Model("other", [.. Enumerable.Repeat(100, Tasks)], 1);

        var run = await RunAsync(0.3m, 1, refused, other);

        Assert.Equal(Tasks, run.Attempts.Count(attempt => attempt.Key.Model == "other" && attempt.Passed));
        Assert.All(run.Attempts.Where(attempt => attempt.Key.Model == "refused"),
            attempt => Assert.Equal((Verdict.Skipped, "the model was given up: no such key"), (attempt.Verdict, attempt.Error)));
        Assert.Equal(Tasks, run.LeftOut);
    }

    private static decimal Cost(int outputTokens) =>
        Spec("m").CostUsd(new Usage { InputTokens = CostlyModel.UsualInputTokens, OutputTokens = outputTokens })!.Value;

    private static CostlyModel Model(string name, int[] lengths, int seed) => new(Spec(name), call => lengths[call], seed);

    private static ModelSpec Spec(string name) => APlan.Create(1, new RunOptions { MaxTokens = 4096 }, name).Models[0];

    private Task<Finished> RunAsync(decimal budget, int seed, params CostlyModel[] models) =>
        MakeAsync(budget, seed, null, models, TestContext.Current.CancellationToken);

    private Task<Finished> RunAsync(decimal budget, int seed, Finished earlier, params CostlyModel[] models) =>
        MakeAsync(budget, seed, earlier, models, TestContext.Current.CancellationToken);

    private async Task<Finished> MakeAsync(decimal budget, int seed, Finished? earlier, CostlyModel[] models, CancellationToken stop)
    {
        var ct = TestContext.Current.CancellationToken;
        var plan = earlier?.Plan ?? APlan.Create(Tasks, new RunOptions { MaxTokens = 4096, Seed = seed },
            [.. models.Select(model => model.Spec.Name)]);
        var runs = earlier?.Runs ?? Path.Combine(_folder.FullName, $"{++_runs}");
        await using var store = await RunStore.OpenAsync(runs, ct);
        if (earlier is null)
        {
            await store.CreateRunAsync(plan.Run, ct);
        }

        var done = await StoredProgress.ReadAsync(store, plan.Run.Id, rescore: false, ct);
        var pipeline = new APipeline(plan, store, new AnyPasses(), done, new RunLimits { MaxSandboxes = 4, BudgetUsd = budget });
        await pipeline.RunAsync(models, stop, ct);
        return new Finished(plan, runs, pipeline, await store.ReadAttemptsAsync(plan.Run.Id, withTexts: false, ct).ToListAsync(ct));
    }

    private sealed record Finished(RunPlan Plan, string Runs, APipeline Pipeline, IReadOnlyList<Attempt> Attempts)
    {
        public int Scored => Attempts.Count(attempt => attempt.Verdict.IsAnswered());

        public int LeftOut => Attempts.Count(attempt => attempt.Verdict == Verdict.Skipped);

        public decimal SpentUsd => Attempts.Sum(attempt => attempt.SpentUsd);
    }

    private sealed class AnyPasses : IScorer
    {
        public bool Accepts(EvalTask task) => true;

        public Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct) =>
            Task.FromResult(new ScoredAnswer { Verdict = Verdict.Passed });

        public Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) => Task.FromResult<string?>(reply);
    }
}
