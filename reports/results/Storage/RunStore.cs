namespace Eval.Results.Storage;

/// <summary>Opens the store of a folder of runs. Where it is, and what keeps it, is known here alone.</summary>
public static class RunStore
{
    private const string FileName = "eval.db";

    /// <summary>Returns whether a folder holds a store.</summary>
    public static bool Exists(string folder) => File.Exists(Address(folder));

    /// <summary>Opens the store of a folder for reading and writing; folder and store are created when missing.</summary>
    /// <param name="folder">The folder of all runs.</param>
    /// <param name="time">Dates what is written.</param>
    /// <param name="ct">Cancels opening.</param>
    /// <exception cref="RunStoreException">The store cannot be opened, is something else or was written by a newer program.</exception>
    public static async Task<IRunStore> OpenAsync(string folder, TimeProvider time, CancellationToken ct) =>
        await SqliteRunStore.OpenAsync(Address(folder), time, ct);

    /// <inheritdoc cref="OpenAsync(string, TimeProvider, CancellationToken)"/>
    public static Task<IRunStore> OpenAsync(string folder, CancellationToken ct) => OpenAsync(folder, TimeProvider.System, ct);

    /// <summary>Opens the store that is there for reading; nothing is written, not even in a folder that may not be written.</summary>
    /// <exception cref="RunStoreException">There is none, or it cannot be opened, is something else or was written by a newer
    /// program.</exception>
    public static async Task<IRunStore> OpenReadOnlyAsync(string folder, CancellationToken ct) =>
        await SqliteRunStore.OpenReadOnlyAsync(Address(folder), ct);

    private static string Address(string folder) => Path.Combine(folder, FileName);
}
