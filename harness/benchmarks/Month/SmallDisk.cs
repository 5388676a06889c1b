namespace Eval.Benchmarks.Month;

/// <summary>The disk of a month's runs: a file system in memory of its own where this user may mount one, so that it can be full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Filler = "filler";
    private readonly string _folder;

    private SmallDisk(string folder, bool canBeFull)
    {
        _folder = folder;
        CanBeFull = canBeFull;
    }

    /// <summary>Gets a value indicating whether it is a disk of its own.</summary>
    public bool CanBeFull { get; }

    public static async Task<SmallDisk> CreateAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            return new SmallDisk(folder, canBeFull: false);
        }

        var (code, _, _) = await ChildProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", folder]);
        return new SmallDisk(folder, code == 0);
    }

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Path.Combine(_folder, Filler), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[1 << 16]; ;)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Path.Combine(_folder, Filler));

    public async ValueTask DisposeAsync()
    {
        if (CanBeFull)
        {
            await ChildProcess.RunAsync("umount", ["-l", _folder]);
        }
    }
}
