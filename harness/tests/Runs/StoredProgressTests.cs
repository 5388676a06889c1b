using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

public sealed class StoredProgressTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-progress");
    private readonly Run _run = APlan.Create(9, new RunOptions(), "m").Run;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_without_attempts_has_everything_before_it()
    {
        await using var store = await OpenAsync();

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: false, Ct);

        Assert.Empty(done.NotToAsk);
        Assert.Equal((StoredReplies.Unscored, 0m), (done.ToScore, done.SpentUsd));
    }

    [Fact]
    public async Task What_was_answered_is_not_asked_again_and_what_the_infrastructure_lost_is()
    {
        await using var store = await OpenAsync();
        await store.SaveAttemptAsync(Answer("passed", Verdict.Passed), Ct);
        await store.SaveAttemptAsync(Answer("failed", Verdict.Failed), Ct);
        await store.SaveAttemptAsync(Answer("lost", Verdict.ProviderError) with { Timing = null }, Ct);
        await store.SaveAttemptAsync(Answer("unasked", Verdict.Skipped) with { Timing = null, CostUsd = null }, Ct);
        await store.SaveReplyAsync(Answer("unscored", Verdict.Skipped), Ct);

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: false, Ct);

        Assert.Equal(["failed", "passed"], done.Scored.Select(key => key.TaskId).Order());
        Assert.Equal(["failed", "passed", "unscored"], done.NotToAsk.Select(key => key.TaskId).Order());
        Assert.Equal(1, done.Passed["m"]);
        Assert.Equal(["failed", "lost", "passed", "unasked"], done.Stored.Select(key => key.TaskId).Order());
        Assert.Equal(4m, done.SpentUsd);
        Assert.Equal([("failed", 1m), ("passed", 1m)],
            done.SeenCosts.Select(seen => (seen.Key.TaskId, seen.CostUsd)).OrderBy(seen => seen.TaskId));
    }

    [Fact]
    public async Task A_reply_whose_sandbox_failed_is_scored_again_and_not_asked()
    {
        await using var store = await OpenAsync();
        await store.SaveAttemptAsync(Answer("with reply", Verdict.SandboxError), Ct);
        await store.SaveAttemptAsync(Answer("without", Verdict.SandboxError) with { Timing = null }, Ct);

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: false, Ct);

        Assert.Equal(StoredReplies.UnscoredAndFailed, done.ToScore);
        Assert.Equal(["with reply"], done.NotToAsk.Select(key => key.TaskId));
        Assert.Empty(done.Scored);
    }

    [Fact]
    public async Task What_an_agent_had_begun_is_gone_on_with_whatever_cut_it_off()
    {
        await using var store = await OpenAsync();
        await store.SaveReplyAsync(Begun("killed"), Ct);
        await store.SaveAttemptAsync(Begun("interrupted"), Ct);
        await store.SaveAttemptAsync(Begun("broken") with { Verdict = Verdict.SandboxError }, Ct);

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: false, Ct);

        Assert.Empty(done.NotToAsk);
        Assert.Equal(["broken", "interrupted", "killed"], done.Unfinished.Keys.Select(key => key.TaskId).Order());
        Assert.All(done.Unfinished.Values, attempt => Assert.Equal("{}", attempt.Texts!.Trajectory));
    }

    [Fact]
    public async Task Scored_again_nothing_counts_as_scored_and_nothing_is_asked()
    {
        await using var store = await OpenAsync();
        await store.SaveAttemptAsync(Answer("passed", Verdict.Passed), Ct);

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: true, Ct);

        Assert.Empty(done.Scored);
        Assert.Empty(done.Passed);
        Assert.Equal((StoredReplies.All, 1), (done.ToScore, done.NotToAsk.Count));
    }

    [Fact]
    public async Task What_came_from_a_cache_cost_this_run_nothing()
    {
        await using var store = await OpenAsync();
        await store.SaveAttemptAsync(Answer("cached", Verdict.Passed) with { IsCached = true }, Ct);

        var done = await StoredProgress.ReadAsync(store, _run.Id, rescore: false, Ct);

        Assert.Equal(0m, done.SpentUsd);
        Assert.Empty(done.SeenCosts);
    }

    private async Task<IRunStore> OpenAsync()
    {
        var store = await RunStore.OpenAsync(_folder.FullName, Ct);
        await store.CreateRunAsync(_run, Ct);
        return store;
    }

    private Attempt Answer(string task, Verdict verdict) => APlan.Answer(_run, task, "m", passed: false) with
    {
        Verdict = verdict, CostUsd = 1, Texts = new AttemptTexts { Prompt = "p", Reply = "r" },
    };

    private Attempt Begun(string task) => Answer(task, Verdict.Skipped) with
    {
        FinishReason = Trajectory.Unfinished, Texts = new AttemptTexts { Prompt = "p", Trajectory = "{}" },
    };
}
