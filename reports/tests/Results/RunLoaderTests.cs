using Eval.Reports.Tests.Storage;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Tests.Results;

public sealed class RunLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stored_run_is_loaded_and_its_texts_can_be_read_again_in_the_same_order()
    {
        await using var store = await SqliteRunStore.OpenAsync(_folder.File("eval.db"), Ct);
        await store.CreateRunAsync(SmallRun.Run, Ct);
        await Task.WhenAll(SmallRun.Attempts.Select(attempt => store.SaveAttemptAsync(attempt, Ct)));

        var results = await RunLoader.LoadAsync(store, SmallRun.Run.Id, Ct);

        Assert.Equal(SmallRun.Attempts.Select(a => a.Key), results.Attempts.Select(a => a.Key));
        Assert.All(results.Attempts, attempt => Assert.Null(attempt.Texts));
        Assert.Equal(67, results.Summary.Overall(An.Model("alpha")).Passed);
        Assert.Equal(SmallRun.Attempts.Select(a => a.Texts), await results.ReadWithTexts(Ct).Select(a => a.Texts).ToListAsync(Ct));
    }

    [Fact]
    public async Task What_came_of_a_task_that_was_set_aside_later_counts_nowhere()
    {
        await using var store = await SqliteRunStore.OpenAsync(_folder.File("eval.db"), Ct);
        var unfit = SmallRun.Attempts[0].Key;
        await store.CreateRunAsync(SmallRun.Run
            with { SetAside = [new RunSetAsideTask(unfit.Dataset, unfit.TaskId, "its tests need a module")] }, Ct);
        await Task.WhenAll(SmallRun.Attempts.Select(attempt => store.SaveAttemptAsync(attempt, Ct)));

        var results = await RunLoader.LoadAsync(store, SmallRun.Run.Id, Ct);

        var left = SmallRun.Attempts.Where(attempt => (attempt.Key.Dataset, attempt.Key.TaskId) != (unfit.Dataset, unfit.TaskId))
            .Select(attempt => attempt.Key).ToList();
        Assert.True(left.Count < SmallRun.Attempts.Count);
        Assert.Equal(left, results.Attempts.Select(attempt => attempt.Key));
        Assert.Equal(left, await results.ReadWithTexts(Ct).Select(attempt => attempt.Key).ToListAsync(Ct));
        Assert.Contains("mini: 1 of 41 tasks", results.Summary.Warnings[0], StringComparison.Ordinal);
        Assert.Equal("its tests need a module", Assert.Single(results.Run.SetAside).Reason);
    }

    [Fact]
    public async Task A_model_of_which_an_answer_was_simulated_is_simulated_wherever_it_was_asked()
    {
        await using var store = await SqliteRunStore.OpenAsync(_folder.File("eval.db"), Ct);
        await store.CreateRunAsync(An.Run("alpha", "beta"), Ct);
        await store.SaveAttemptAsync(An.Attempt("a", "alpha") with { IsSimulated = true }, Ct);
        await store.SaveAttemptAsync(An.Attempt("b", "alpha") with { Verdict = Verdict.ProviderError }, Ct);
        await store.SaveAttemptAsync(An.Attempt("a", "beta"), Ct);

        var results = await RunLoader.LoadAsync(store, An.RunId, Ct);

        Assert.Equal([("alpha", true), ("beta", false)], results.Run.Models.Select(model => (model.Name, model.IsSimulated)));
        Assert.True(results.Run.IsSimulated);
        Assert.Equal([true, false], results.Run.Models.Select(model => results.Summary.Overall(model).IsSimulated));
    }

    [Fact]
    public async Task An_unknown_run_is_told_with_the_known_ones()
    {
        await using var store = await SqliteRunStore.OpenAsync(_folder.File("eval.db"), Ct);
        await store.CreateRunAsync(SmallRun.Run, Ct);

        var failure = await Assert.ThrowsAsync<RunStoreException>(() => RunLoader.LoadAsync(store, "nope", Ct));

        Assert.Contains(SmallRun.Run.Id, failure.Message);
    }
}
