using Eval.Datasets;
using Eval.Harness.Metrics;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.Budgets;
using Eval.Harness.Tests.Planning;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.Runs;

/// <summary>How attempts are made, by a real store; only models and scorers are scripted.</summary>
public sealed class AttemptPipelineTests : IDisposable
{
    private const int Tasks = 12;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-pipeline");
    private readonly RunPlan _plan = APlan.Create(Tasks, new RunOptions { MaxTokens = 1000 }, "m");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_reply_is_stored_before_it_is_scored_and_its_verdict_after()
    {
        await using var store = await OpenAsync();
        var unscored = 0;
        var scorer = new ScriptedScorer(async (task, reply, ct) =>
        {
            var stored = await store.ReadUnscoredAsync(_plan.Run.Id, ct).FirstAsync(attempt => attempt.Key.TaskId == task.Id, ct);
            Assert.Equal((reply.Text, true), (stored.Texts!.Reply, stored.CostUsd > 0));
            Interlocked.Increment(ref unscored);
            return new ScoredAnswer { Verdict = Verdict.Failed, Error = "wrong", Code = "code" };
        });

        await MakeAsync(store, scorer, Model());

        Assert.Equal(Tasks, unscored);
        Assert.Empty(await store.ReadUnscoredAsync(_plan.Run.Id, Ct).ToListAsync(Ct));
        Assert.All(await AttemptsAsync(store), attempt =>
            Assert.Equal((Verdict.Failed, "wrong", "answer", "code"),
                (attempt.Verdict, attempt.Error, attempt.Texts!.Reply, attempt.Texts.Code)));
    }

    [Fact]
    public async Task Nothing_that_happens_to_one_attempt_ends_the_run()
    {
        await using var store = await OpenAsync();
        var model = new CostlyModel(_plan.Models[0], _ => 1)
        {
            Before = (call, _) => call switch
            {
                0 => throw new InvalidOperationException("odd"),
                1 => throw new ModelCallException(ModelCallFailure.Provider, "no answer"),
                2 => throw new SandboxUnavailableException("no engine"),
                _ => Task.CompletedTask,
            },
        };
        var scorer = new ScriptedScorer((task, _, _) => Math.Abs(task.Id[^1] - '0') % 2 == 0
            ? throw new FormatException("unreadable") : Task.FromResult(new ScoredAnswer { Verdict = Verdict.Passed }));

        var pipeline = await MakeAsync(store, scorer, model);

        var attempts = await AttemptsAsync(store);
        Assert.Equal(Tasks, attempts.Count);
        Assert.Equal(["no answer", "unexpected: odd"],
            attempts.Where(attempt => attempt.Verdict == Verdict.ProviderError).Select(attempt => attempt.Error).Order());
        Assert.Single(attempts, attempt => attempt is { Verdict: Verdict.SandboxError, Error: "no engine" });
        Assert.All(attempts.Where(attempt => attempt.Error == "unreadable"),
            attempt => Assert.Equal((Verdict.SandboxError, "answer"), (attempt.Verdict, attempt.Texts!.Reply)));
        Assert.Equal(Tasks, Assert.Single(pipeline.Progress.Snapshot()).Done);
    }

    [Fact]
    public async Task A_sandbox_that_fails_once_is_asked_again_before_it_costs_a_verdict()
    {
        await using var store = await OpenAsync();
        var failed = 0;
        var scorer = new ScriptedScorer((_, _, _) => Interlocked.Exchange(ref failed, 1) == 0
            ? throw new SandboxUnavailableException("gone") : Task.FromResult(new ScoredAnswer { Verdict = Verdict.Passed }));

        await MakeAsync(store, scorer, Model());

        Assert.Equal(Tasks + 1, scorer.Scored);
        Assert.All(await AttemptsAsync(store), attempt => Assert.Equal(Verdict.Passed, attempt.Verdict));
    }

    [Fact]
    public async Task What_is_measured_of_answers_is_stored_with_them_and_a_measure_that_fails_ends_nothing()
    {
        await using var store = await OpenAsync();
        var metrics = new AnswerMetrics([new OutputTokens()]);

        await MakeAsync(store, ScriptedScorer.Passing, new CostlyModel(_plan.Models[0], call => call), metrics: metrics);

        var attempts = await AttemptsAsync(store);
        Assert.Single(attempts, attempt => attempt is { Verdict: Verdict.SandboxError, Error: "nothing to measure" });
        Assert.All(attempts.Where(attempt => attempt.Passed),
            attempt => Assert.Equal(attempt.Usage.OutputTokens, (int)attempt.Metrics["tokens"]));
    }

    [Fact]
    public async Task Between_asking_and_scoring_a_run_may_end_and_nothing_is_asked_twice()
    {
        var model = Model();
        using (var abort = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            await using var store = await OpenAsync();
            var hanging = new ScriptedScorer(async (_, _, ct) =>
            {
                // Every call is over by then; the replies wait.
                while (model.Calls < Tasks)
                {
                    await Task.Delay(1, ct);
                }

                await abort.CancelAsync();
                await Task.Delay(Timeout.Infinite, ct);
                throw new InvalidOperationException("This is never reached.");
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await MakeAsync(store, hanging, model, abort: abort.Token);
                abort.Token.ThrowIfCancellationRequested();
            });
            Assert.Empty(await AttemptsAsync(store));
        }

        await using var again = await RunStore.OpenAsync(_folder.FullName, Ct);
        var paid = await again.ReadUnscoredAsync(_plan.Run.Id, Ct).CountAsync(Ct);
        var done = await StoredProgress.ReadAsync(again, _plan.Run.Id, rescore: false, Ct);
        await MakeAsync(again, ScriptedScorer.Passing, model, done: done);

        Assert.Equal(Tasks, paid);
        Assert.Equal(Tasks, model.Calls);
        Assert.Equal(Tasks, (await AttemptsAsync(again)).Count(attempt => attempt.Passed));
    }

    [Fact]
    public async Task Scored_again_every_stored_reply_gets_a_new_verdict_and_nothing_is_asked()
    {
        await using var store = await OpenAsync();
        var model = Model();
        await MakeAsync(store, ScriptedScorer.Passing, model);
        var done = await StoredProgress.ReadAsync(store, _plan.Run.Id, rescore: true, Ct);

        var stricter = new ScriptedScorer((_, _, _) => Task.FromResult(new ScoredAnswer { Verdict = Verdict.Failed, Error = "wrong" }));
        await MakeAsync(store, stricter, model, done: done);

        Assert.Equal((Tasks, Tasks), (model.Calls, stricter.Scored));
        Assert.All(await AttemptsAsync(store), attempt => Assert.Equal(Verdict.Failed, attempt.Verdict));
    }

    [Fact]
    public async Task A_budget_leaves_out_what_does_not_fit_and_says_so_of_each()
    {
        await using var store = await OpenAsync();
        var budget = 4 * _plan.Models[0].CostUsd(new Usage { InputTokens = CostlyModel.UsualInputTokens, OutputTokens = 1000 })!.Value;

        var pipeline = await MakeAsync(store, ScriptedScorer.Passing, new CostlyModel(_plan.Models[0], _ => 1000), budget);

        var attempts = await AttemptsAsync(store);
        var leftOut = attempts.Where(attempt => attempt.Verdict == Verdict.Skipped).ToList();
        Assert.Equal("m", pipeline.BudgetRefused!.Value.Model);
        Assert.Equal(Tasks, attempts.Count);
        Assert.InRange(leftOut.Count, Tasks - 4, Tasks - 1);
        Assert.All(leftOut, attempt => Assert.Contains("budget", attempt.Error, StringComparison.Ordinal));
        Assert.Equal(leftOut.Count, Assert.Single(pipeline.Progress.Snapshot()).Skipped);
    }

    [Fact]
    public async Task A_model_that_cannot_be_asked_is_given_up_and_its_attempts_say_why()
    {
        await using var store = await OpenAsync();
        var model = new CostlyModel(_plan.Models[0], _ => 1)
        {
            Before = (_, _) => throw new ModelCallException(ModelCallFailure.Configuration, "the key is wrong"),
        };

        var pipeline = await MakeAsync(store, ScriptedScorer.Passing, model);

        Assert.Equal("the key is wrong", pipeline.RefusedModels["m"]);
        Assert.Equal(["m: the key is wrong"], pipeline.Progress.TakeNotes());
        Assert.All(await AttemptsAsync(store), attempt =>
            Assert.Equal((Verdict.Skipped, "the model was given up: the key is wrong"), (attempt.Verdict, attempt.Error)));
    }

    [Fact]
    public async Task A_task_whose_own_text_is_unusable_is_noted_once()
    {
        await using var store = await OpenAsync();
        var scorer = new ScriptedScorer((task, _, _) => Task.FromResult(new ScoredAnswer
        {
            Verdict = Verdict.Failed, UnfitReason = task.Id == "t0003" ? "its test does not compile" : null,
        }));

        var pipeline = await MakeAsync(store, scorer, Model());

        Assert.Equal([new RunSetAsideTask("mini", "t0003", "its test does not compile")], pipeline.Scorer.UnfitTasks);
    }

    [Fact]
    public async Task With_a_cache_the_same_request_is_not_paid_for_again()
    {
        await using var store = await OpenAsync();
        await MakeAsync(store, ScriptedScorer.Passing, Model());
        var next = _plan with { Run = _plan.Run with { Id = "tomorrow" } };
        await store.CreateRunAsync(next.Run, Ct);
        var model = Model();

        await new APipeline(next, store, ScriptedScorer.Passing, new StoredProgress(), new RunLimits { MaxSandboxes = 2 }, useCache: true)
            .RunAsync([model], Ct, Ct);

        Assert.Equal(0, model.Calls);
        Assert.All(await store.ReadAttemptsAsync("tomorrow", withTexts: true, Ct).ToListAsync(Ct),
            attempt => Assert.Equal((true, "answer"), (attempt is { IsCached: true, Passed: true }, attempt.Texts!.Reply)));
    }

    private CostlyModel Model() => new(_plan.Models[0], _ => 10);

    private async Task<IRunStore> OpenAsync()
    {
        var store = await RunStore.OpenAsync(_folder.FullName, Ct);
        await store.CreateRunAsync(_plan.Run, Ct);
        return store;
    }

    private async Task<APipeline> MakeAsync(IRunStore store, IScorer scorer, IModel model, decimal? budget = null,
        StoredProgress? done = null, AnswerMetrics? metrics = null, CancellationToken? abort = null)
    {
        var pipeline = new APipeline(_plan, store, scorer, done ?? new StoredProgress(),
            new RunLimits { MaxSandboxes = 2, BudgetUsd = budget }, done?.ToScore ?? StoredReplies.None, metrics: metrics);
        await pipeline.RunAsync([model], Ct, abort ?? Ct);
        return pipeline;
    }

    private async Task<List<Attempt>> AttemptsAsync(IRunStore store) =>
        await store.ReadAttemptsAsync(_plan.Run.Id, withTexts: true, Ct).ToListAsync(Ct);

    /// <summary>Counts tokens, and cannot count none.</summary>
    private sealed class OutputTokens : IAnswerMetric
    {
        public IReadOnlyList<Signal> Signals => [];

        public Task<IReadOnlyDictionary<string, double>> MeasureAsync(EvalTask task, Attempt attempt, CancellationToken ct) =>
            attempt.Usage.OutputTokens == 0 ? throw new InvalidOperationException("nothing to measure")
                : Task.FromResult<IReadOnlyDictionary<string, double>>(
                    new Dictionary<string, double> { ["tokens"] = attempt.Usage.OutputTokens!.Value });
    }
}
