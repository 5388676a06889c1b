using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Results.Formatting;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>Finds out before anything is paid for whether what comes of a run can be kept: it writes, and leaves nothing behind.</summary>
internal static class OutputCheck
{
    /// <summary>The store and the files of a run without attempts.</summary>
    private const long MinFreeBytes = 1 << 20;

    /// <summary>What an attempt takes in the store and in the run's files, about; a conversation takes more.</summary>
    private const long BytesPerAttempt = 4 << 10;

    /// <summary>Returns what is in the way; empty where all can be written.</summary>
    /// <param name="options">Where it is to be written.</param>
    /// <param name="attempts">How many attempts are planned.</param>
    /// <param name="ct">Cancels opening the store.</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(RunOptions options, int attempts, CancellationToken ct)
    {
        var problems = new List<string>();
        if (FolderProblem(options.Out) is { } reason)
        {
            problems.Add($"--out {options.Out}: nothing can be written there ({reason}); name another folder, or fix its rights or "
                + "its disk.");
        }
        else
        {
            problems.AddRange(new[] { SpaceProblem(options, attempts), await StoreProblemAsync(options.Out, ct) }.OfType<string>());
        }

        if (options.Record is { } record && FolderProblem(record) is { } unrecordable)
        {
            problems.Add($"--record {record}: nothing can be written there ({unrecordable}); name another folder.");
        }

        if (options.JUnit is { } junit && FileProblem(junit) is { } unwritable)
        {
            problems.Add($"--junit {junit}: this cannot be written ({unwritable}); name another file.");
        }

        return problems;
    }

    /// <summary>Writes into a folder, or into the one that it would be made in.</summary>
    private static string? FolderProblem(string folder)
    {
        var place = Existing(folder);
        return File.Exists(place) ? $"{place} is a file" : Try(() =>
        {
            var probe = Path.Combine(place, $".eval-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                FileOptions.DeleteOnClose);
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
        });
    }

    private static string? FileProblem(string file)
    {
        if (Directory.Exists(file))
        {
            return "this is a folder";
        }

        // A file that is there is opened and left as it is.
        return File.Exists(file) ? Try(() => new FileStream(file, FileMode.Open, FileAccess.Write).Dispose())
            : FolderProblem(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    private static string? SpaceProblem(RunOptions options, int attempts)
    {
        // Answers that are there already are not paid for: a disk that fills up costs nothing then.
        var needed = options.IsGrading ? 0 : MinFreeBytes + (attempts * BytesPerAttempt);
        var free = needed;
        return Try(() => free = new DriveInfo(Existing(options.Out)).AvailableFreeSpace) is null && free < needed
            ? $"--out {options.Out}: its disk is full: {free / 1e6:0.0} MB are free, and a run of {Format.Count(attempts, "attempt")} "
            + $"takes about {needed / 1e6:0.0} MB; free some space, or name another folder."
            : null;
    }

    private static async Task<string?> StoreProblemAsync(string folder, CancellationToken ct)
    {
        try
        {
            if (RunStore.Exists(folder))
            {
                await (await RunStore.OpenAsync(folder, ct)).DisposeAsync();
            }

            return null;
        }
        catch (RunStoreException e)
        {
            return e.Message;
        }
    }

    /// <summary>The nearest place above that is there.</summary>
    private static string Existing(string folder)
    {
        var place = new DirectoryInfo(Path.GetFullPath(folder));
        while (!Path.Exists(place.FullName) && place.Parent is { } parent)
        {
            place = parent;
        }

        return place.FullName;
    }

    private static string? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
