namespace Eval.Results.Storage;

/// <summary>
/// Says that this process writes a run. The operating system lets go of the lock when the process dies, however it dies, so that a killed
/// run can be resumed at once.
/// </summary>
internal sealed class RunLock : IAsyncDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Returns the lock, or <see langword="null"/> when somebody holds it.</summary>
    public static RunLock? TryAcquire(string storePath, string runId)
    {
        if (runId.Length == 0 || runId.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new RunStoreException($"'{runId}' is not the identifier of a run.");
        }

        var path = $"{storePath}.{runId}.lock";
        while (true)
        {
            var file = TryOpen(path, FileMode.OpenOrCreate);
            if (file is null)
            {
                return null;
            }

            // The previous holder may have deleted the file between our opening and locking it; then the lock is on nothing,
            // which shows in that the path can be locked again or is gone.
            if (!CanStillBeLocked(path))
            {
                return new RunLock(file);
            }

            file.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        // Deleted first: whoever comes now creates a file of his own.
        File.Delete(_file.Name);
        return _file.DisposeAsync();
    }

    private static bool CanStillBeLocked(string path)
    {
        try
        {
            using var second = TryOpen(path, FileMode.Open);
            return second is not null;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }

    /// <summary>Whether a file is open elsewhere: EWOULDBLOCK of Linux and macOS, a sharing violation of Windows.</summary>
    private static bool IsHeld(IOException failure)
    {
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        const int SharingViolation = unchecked((int)0x80070020);
        return failure.HResult is LinuxWouldBlock or MacWouldBlock or SharingViolation;
    }

    private static FileStream? TryOpen(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new RunStoreException($"{path} cannot be written; check the rights of its folder.", e);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            throw new RunStoreException($"{path} cannot be created: {e.Message}", e);
        }
    }
}
