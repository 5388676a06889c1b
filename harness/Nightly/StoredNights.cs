using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Drift;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Nightly;

/// <summary>The nights in a folder of runs: those that <c>nightly</c> began, and what asked again about their alarms.</summary>
internal sealed class StoredNights(string folder, TimeProvider time)
{
    private const string LockName = "nightly";

    /// <summary>Holds the folder for one night at a time.</summary>
    /// <exception cref="RunStoreException">Another night is at work.</exception>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await using var store = await OpenAsync(ct);
        try
        {
            return await store.AcquireRunLockAsync(LockName, ct);
        }
        catch (RunStoreException e) when (e.IsHeld)
        {
            throw new RunStoreException($"Another night is at work in {folder}. {e.Message}", e);
        }
    }

    /// <summary>Returns the newest night, complete or not; null when there is none.</summary>
    public async Task<Run?> NewestAsync(CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        return (await ListAsync(store, ct)).FirstOrDefault(IsNight);
    }

    /// <summary>
    /// Keeps that a night came to its last step, so that none that a kill kept from being told is taken for one that was quiet.
    /// </summary>
    public async Task MarkToldAsync(string id, CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        if (await store.FindRunAsync(id, ct) is { } night)
        {
            await store.UpdateRunAsync(night with { IsConcluded = true }, ct);
        }
    }

    /// <summary>
    /// Takes prompts, replies and the folder of old nights away. Their figures stay: a baseline must not move because a disk was full, and
    /// they are a hundredth of the size.
    /// </summary>
    /// <returns>How many nights were thinned out.</returns>
    /// <param name="keep">How many of the newest nights are left as they are.</param>
    /// <param name="ct">Cancels between two nights.</param>
    public async Task<int> ThinOutAsync(int keep, CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        var nights = await ListAsync(store, ct);
        var kept = nights.Where(IsNight).Take(keep).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        var old = nights.Where(run => !kept.Contains(run.Settings.Confirms ?? run.Id)).ToList();
        var thinned = 0;
        foreach (var run in old)
        {
            ct.ThrowIfCancellationRequested();
            var files = Path.Combine(folder, run.Id);
            var hadTexts = await store.DeleteTextsAsync(run.Id, ct);
            // The store may come from elsewhere: a name that leads out of the folder of runs, or is that folder, is no run's.
            if (run.Id is not ("" or "." or "..") && Path.GetFileName(run.Id) == run.Id && Directory.Exists(files))
            {
                Directory.Delete(files, recursive: true);
                hadTexts = true;
            }

            thinned += hadTexts ? 1 : 0;
        }

        return thinned;
    }

    private static async Task<List<Run>> ListAsync(IRunStore store, CancellationToken ct) =>
        (await store.ListRunsAsync(ct)).Where(run => run.Settings.IsNightly).ToList();

    private static bool IsNight(Run run) => run.Settings.Confirms is null;

    private Task<IRunStore> OpenAsync(CancellationToken ct) => RunStore.OpenAsync(folder, time, ct);
}
