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

    /// <summary>Takes all but so many bytes.</summary>
    public void Fill(long left)
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        using var filler = new FileStream(Path.Combine(_folder, Filler), FileMode.Create, FileAccess.Write);
        var block = new byte[1 << 16];
        for (var rest = free - left; rest > 0; rest -= block.Length)
        {
            filler.Write(block, 0, (int)Math.Min(rest, block.Length));
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
