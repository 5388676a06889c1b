using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Replies;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.Budgets;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

public sealed class ResumedRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Replies_that_nobody_could_score_are_scored_and_not_asked_again(bool hasSandboxFailed, int scored)
    {
        var ct = TestContext.Current.CancellationToken;
        var plan = APlan.Create(3, new RunOptions(), "m");
        await using var store = await RunStore.OpenAsync(_folder.FullName, ct);
        await store.CreateRunAsync(plan.Run, ct);
        await store.SaveReplyAsync(Answered(plan, 0), ct);
        await store.SaveAttemptAsync(Answered(plan, 1) with { Verdict = hasSandboxFailed ? Verdict.SandboxError : Verdict.Failed }, ct);
        await store.SaveAttemptAsync(Answered(plan, 2) with { Verdict = Verdict.Failed }, ct);

        var done = await StoredProgress.ReadAsync(store, plan.Run.Id, rescore: false, ct);
        var scorer = new CountingScorer();
        var model = new CostlyModel(plan.Models[0], _ => 1);
        await new APipeline(plan, store, scorer, done, new RunLimits { MaxSandboxes = 2 }, done.ToScore)
            .RunAsync([model], CancellationToken.None, ct);

        Assert.Equal((hasSandboxFailed ? StoredReplies.UnscoredAndFailed : StoredReplies.Unscored, scored, 0),
            (done.ToScore, scorer.Scored, model.Calls));
        Assert.Equal(scored, await store.ReadAttemptsAsync(plan.Run.Id, withTexts: false, ct).CountAsync(attempt => attempt.Passed, ct));
    }

    private static Attempt Answered(RunPlan plan, int task) => new()
    {
        RunId = plan.Run.Id,
        Key = new AttemptKey(plan.Tasks[task].Dataset, plan.Tasks[task].Id, "m", 0),
        Class = plan.Tasks[task].Class,
        Language = plan.Tasks[task].Language,
        TaskHash = plan.Tasks[task].ContentHash,
        Provider = "openai",
        Verdict = Verdict.Skipped,
        Timing = new Timing { StartedAt = plan.Run.StartedAt, Total = TimeSpan.FromSeconds(1) },
        Texts = new AttemptTexts { Prompt = "p", Reply = "r" },
    };

    private sealed class CountingScorer : IScorer
    {
        private int _scored;

        public int Scored => _scored;

        public bool Accepts(EvalTask task) => true;

        public Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct)
        {
            Interlocked.Increment(ref _scored);
            return Task.FromResult(new ScoredAnswer { Verdict = Verdict.Passed });
        }

        public Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) => Task.FromResult<string?>(reply);
    }
}
