using Eval.Reports.Records;
using Eval.Reports.Statistics;
using Eval.Reports.Storage;

namespace Eval.Reports;

/// <summary>Reads a stored run and computes its summary.</summary>
public static class RunLoader
{
    /// <summary>Loads a run. The store must stay open as long as texts are read.</summary>
    /// <exception cref="RunStoreException">The store has no such run or cannot be read.</exception>
    public static async Task<RunResults> LoadAsync(IRunStore store, string runId, CancellationToken ct)
    {
        var run = await store.FindRunAsync(runId, ct) ?? throw new RunStoreException(await UnknownAsync(store, runId, ct));
        var attempts = new List<Attempt>();
        await foreach (var attempt in ReadAsync(store, run, withTexts: false, ct))
            attempts.Add(attempt);

        run = WithSimulated(run, attempts);
        return new RunResults
        {
            Run = run,
            Attempts = attempts,
            Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = token => ReadAsync(store, run, withTexts: true, token),
        };
    }

    /// <summary>A task may be set aside after it was asked; what came of it counts nowhere.</summary>
    private static IAsyncEnumerable<Attempt> ReadAsync(IRunStore store, Run run, bool withTexts, CancellationToken ct)
    {
        var attempts = store.ReadAttemptsAsync(run.Id, withTexts, ct);
        var setAside = run.SetAside.Select(task => (task.Dataset, task.TaskId)).ToHashSet();
        return setAside.Count == 0 ? attempts : attempts.Where(attempt => !setAside.Contains((attempt.Key.Dataset, attempt.Key.TaskId)));
    }

    /// <summary>Whom an address leads to is known from the answers alone: a model of which one was simulated is simulated.</summary>
    private static Run WithSimulated(Run run, List<Attempt> attempts)
    {
        var simulated = attempts.Where(attempt => attempt.IsSimulated).Select(attempt => attempt.Key.Model).ToHashSet(StringComparer.Ordinal);
        return run.Models.All(model => model.IsSimulated || !simulated.Contains(model.Name))
            ? run
            : run with { Models = [.. run.Models.Select(model => model with { IsSimulated = model.IsSimulated || simulated.Contains(model.Name) })] };
    }

    private static async Task<string> UnknownAsync(IRunStore store, string runId, CancellationToken ct)
    {
        const int Shown = 5;
        var runs = await store.ListRunsAsync(ct);
        return runs.Count == 0
            ? $"There is no run {runId}; the store is empty."
            : $"There is no run {runId}; the newest are {string.Join(", ", runs.Take(Shown).Select(run => run.Id))}.";
    }
}
