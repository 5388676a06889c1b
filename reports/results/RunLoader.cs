using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Results;

/// <summary>Reads a stored run and computes its summary.</summary>
public static class RunLoader
{
    /// <summary>Loads a run. The store must stay open as long as texts are read.</summary>
    /// <exception cref="RunStoreException">The store has no such run or cannot be read.</exception>
    public static async Task<RunResults> LoadAsync(IRunStore store, string runId, CancellationToken ct)
    {
        var run = await store.FindRunAsync(runId, ct) ?? throw new RunStoreException(await UnknownAsync(store, runId, ct));
        var attempts = new List<Attempt>();
        await foreach (var attempt in Counted(run, store.ReadAttemptsAsync(run.Id, withTexts: false, ct)))
        {
            attempts.Add(attempt);
        }

        run = WithSimulated(run, attempts);
        return new RunResults
        {
            Run = run,
            Attempts = attempts,
            Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = token => Counted(run, store.ReadAttemptsAsync(run.Id, withTexts: true, token)),
            ReadOutcomes = OutcomesOf(store, run).Read,
        };
    }

    /// <summary>Returns a run whose attempts are read one at a time. The store must stay open until they are.</summary>
    /// <param name="store">The store.</param>
    /// <param name="run">The run, as the store has it.</param>
    public static RunOutcomes OutcomesOf(IRunStore store, Run run) =>
        new(run, token => Counted(run, store.ReadOutcomesAsync(run.Id, token)));

    /// <summary>A task may be set aside after it was asked; what came of it counts nowhere.</summary>
    private static IAsyncEnumerable<Attempt> Counted(Run run, IAsyncEnumerable<Attempt> attempts)
    {
        var setAside = run.SetAside.Select(task => (task.Dataset, task.TaskId)).ToHashSet();
        return setAside.Count == 0 ? attempts : attempts.Where(attempt => !setAside.Contains((attempt.Key.Dataset, attempt.Key.TaskId)));
    }

    private static Run WithSimulated(Run run, List<Attempt> attempts) =>
        run.WithSimulated(attempts.Where(attempt => attempt.IsSimulated).Select(attempt => attempt.Key.Model)
            .ToHashSet(StringComparer.Ordinal));

    private static async Task<string> UnknownAsync(IRunStore store, string runId, CancellationToken ct)
    {
        const int Shown = 5;
        var runs = await store.ListRunsAsync(ct);
        return runs.Count == 0
            ? $"There is no run {runId}; the store is empty."
            : $"There is no run {runId}; the newest are {string.Join(", ", runs.Take(Shown).Select(run => run.Id))}.";
    }
}
