using Eval.Harness.Options;
using Eval.Reports.Drift;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>Finds stored runs by what a user types.</summary>
internal static class StoredRuns
{
    public const string Latest = "latest";
    public const string Previous = "previous";

    /// <exception cref="UsageException">The folder holds no runs.</exception>
    public static Task<IRunStore> OpenAsync(string outFolder, CancellationToken ct) => RunStore.Exists(outFolder)
        ? RunStore.OpenReadOnlyAsync(outFolder, ct)
        : throw new UsageException($"{outFolder} holds no runs yet; name the folder of runs with --out.");

    /// <summary>
    /// Returns the run of an id, of a folder's path, or the newest one for <c>latest</c>, or the one before for <c>previous</c>.
    /// </summary>
    /// <exception cref="UsageException">There is none; the message lists what there is.</exception>
    public static async Task<Run> FindAsync(string outFolder, string name, CancellationToken ct)
    {
        await using var store = await OpenAsync(outFolder, ct);
        return await FindAsync(store, name, ct);
    }

    /// <summary>
    /// Returns the run of a name; for <c>latest</c> the newest that did not come to its end, or the newest where all did.
    /// </summary>
    /// <exception cref="UsageException">There is none; the message lists what there is.</exception>
    public static async Task<Run> FindUnfinishedAsync(string outFolder, string name, CancellationToken ct)
    {
        await using var store = await OpenAsync(outFolder, ct);
        var unfinished = name != Latest ? null
            : (await store.ListRunsAsync(ct)).FirstOrDefault(run => run.EndedAt is null && IsOfItsOwn(run));
        return unfinished ?? await FindAsync(store, name, ct);
    }

    public static async Task<Run> FindAsync(IRunStore store, string name, CancellationToken ct)
    {
        if (await TryFindAsync(store, name, ct) is { } found)
        {
            return found;
        }

        var runs = await store.ListRunsAsync(ct);
        throw new UsageException(runs.Count == 0
            ? "There are no runs yet."
            : $"There is no run '{name}'; the newest are {string.Join(", ", runs.Take(5).Select(run => run.Id))}.");
    }

    /// <summary>Returns the run of a name; null where there is none, or no store.</summary>
    public static async Task<Run?> TryFindAsync(string outFolder, string name, CancellationToken ct)
    {
        if (!RunStore.Exists(outFolder))
        {
            return null;
        }

        await using var store = await RunStore.OpenReadOnlyAsync(outFolder, ct);
        return await TryFindAsync(store, name, ct);
    }

    public static async Task<Run?> TryFindAsync(IRunStore store, string name, CancellationToken ct)
    {
        var id = Path.GetFileName(Path.TrimEndingDirectorySeparator(name));
        return id is Latest or Previous
            ? (await store.ListRunsAsync(ct)).Where(IsOfItsOwn).ElementAtOrDefault(id == Latest ? 0 : 1)
            : await store.FindRunAsync(id, ct);
    }

    /// <summary>What only asked again about an alarm knows a few models; it stands for no run.</summary>
    private static bool IsOfItsOwn(Run run) => run.Settings.Confirms is null;
}
