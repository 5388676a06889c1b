using Eval.Results.Records;

namespace Eval.Results.Storage;

/// <summary>
/// Keeps every attempt of every run. Each method is one transaction and durable when it returns, so that a killed run loses nothing.
/// Thread-safe.
/// </summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Says that this process writes the run until the result is disposed or the process dies.</summary>
    /// <exception cref="RunStoreException">Another process, or this one, writes the run already.</exception>
    Task<IAsyncDisposable> AcquireRunLockAsync(string runId, CancellationToken ct);

    /// <summary>Adds a run.</summary>
    Task CreateRunAsync(Run run, CancellationToken ct);

    /// <summary>Replaces what is known of a run, for instance its end.</summary>
    Task UpdateRunAsync(Run run, CancellationToken ct);

    /// <summary>Returns a run, or <see langword="null"/>.</summary>
    Task<Run?> FindRunAsync(string runId, CancellationToken ct);

    /// <summary>Returns all runs, the one that was added last first, whatever the clocks said that dated them.</summary>
    Task<IReadOnlyList<Run>> ListRunsAsync(CancellationToken ct);

    /// <summary>
    /// Keeps a reply that has been paid for before it is scored. The attempt's verdict is not yet meaningful. Writing twice is harmless.
    /// </summary>
    Task SaveReplyAsync(Attempt attempt, CancellationToken ct);

    /// <summary>
    /// Keeps a scored attempt, replacing what was kept under the same key. It may take a moment longer than needed, to share a write with
    /// others: a caller with other work goes on meanwhile.
    /// </summary>
    Task SaveAttemptAsync(Attempt attempt, CancellationToken ct);

    /// <summary>Reads the scored attempts of a run ordered by key, with or without their texts.</summary>
    IAsyncEnumerable<Attempt> ReadAttemptsAsync(string runId, bool withTexts, CancellationToken ct);

    /// <summary>
    /// Reads the scored attempts of a run ordered by key, with the texts that outcomes depend on: code and grading, and of the attempts of
    /// a task with a prompt the first one's prompt.
    /// </summary>
    IAsyncEnumerable<Attempt> ReadOutcomesAsync(string runId, CancellationToken ct);

    /// <summary>Reads the replies of a run that were paid for and not yet scored, with their texts.</summary>
    IAsyncEnumerable<Attempt> ReadUnscoredAsync(string runId, CancellationToken ct);

    /// <summary>
    /// Takes the texts of a run's attempts away for good: prompts, replies, outputs. Figures and verdicts stay.
    /// </summary>
    /// <returns>Whether there were any.</returns>
    Task<bool> DeleteTextsAsync(string runId, CancellationToken ct);

    /// <summary>Returns the newest scored attempt of any run made from the same request, or <see langword="null"/>.</summary>
    Task<Attempt?> FindReplyAsync(string requestHash, int sample, CancellationToken ct);
}
