using System.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

/// <summary>A real engine of a test's own, beside the machine's: one that may be killed, and whose disk may be filled.</summary>
internal sealed class OwnEngine : IAsyncDisposable
{
    private const int ImageTime = 120;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-engine");
    private readonly string _storage;
    private Process? _process;

    private OwnEngine() => _storage = Path.Combine(_folder.FullName, "data");

    public Uri Address => new($"unix://{_folder.FullName}/docker.sock");

    private string FillerFile => Path.Combine(_storage, "filler");

    /// <summary>Starts an engine that has the image of a language, taken from the machine's own engine.</summary>
    /// <param name="diskBytes">The size of its disk.</param>
    /// <param name="language">The language.</param>
    public static async Task<OwnEngine> StartAsync(long diskBytes, string language)
    {
        Require.That(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/dockerd") && File.Exists("/usr/bin/mount")
            && File.Exists("/usr/bin/unshare"), "needs root, dockerd, mount and unshare");
        var engine = new OwnEngine();
        try
        {
            Directory.CreateDirectory(engine._storage);
            await RunAsync("/usr/bin/mount", "-t", "tmpfs", "-o", $"size={diskBytes}", "tmpfs", engine._storage);
            await engine.StartAsync();
            await engine.CopyImageAsync(language);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var folder = _folder.FullName;
        // Left by a kill, they keep the next one from starting.
        Directory.CreateDirectory(Path.Combine(folder, "exec", "containerd"));
        File.Delete(Path.Combine(folder, "pid"));
        File.Delete(Path.Combine(folder, "exec", "containerd", "containerd.pid"));
        // In a network of its own: an engine without a bridge takes away that of the machine's engine.
        _process = Process.Start(new ProcessStartInfo("/usr/bin/unshare",
        [
            "--net", "/usr/sbin/dockerd", "--data-root", _storage, "--exec-root", Path.Combine(folder,
                "exec"), "--pidfile", Path.Combine(folder, "pid"), "--host", Address.ToString(),
            "--bridge", "none", "--iptables=false", "--ip-masq=false", "--log-level", "error",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _ = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var client = Client();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await client.System.PingAsync(TestContext.Current.CancellationToken);
                return;
            }
            catch (Exception e) when (clock.Elapsed < StartTime
                && e is HttpRequestException or IOException or System.Net.Sockets.SocketException or DockerApiException or TimeoutException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Kills the engine and what it runs on, as a crash of the machine's services would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
        // One that is just starting has another process, or none that is known yet.
        for (var quiet = 0; quiet < 2; quiet++)
        {
            if (await KillOthersAsync())
            {
                quiet = -1;
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Kills what the engine runs on; false when nothing was there.</summary>
    private async Task<bool> KillOthersAsync()
    {
        var wasThere = false;
        foreach (var other in Process.GetProcessesByName("containerd").Concat(Process.GetProcessesByName("containerd-shim")))
        {
            using (other)
            {
                if (File.Exists($"/proc/{other.Id}/cmdline")
                    && (await File.ReadAllTextAsync($"/proc/{other.Id}/cmdline", CancellationToken.None))
                    .Contains(_folder.FullName, StringComparison.Ordinal))
                {
                    other.Kill();
                    wasThere = true;
                }
            }
        }

        return wasThere;
    }

    /// <summary>Leaves no byte of its disk free.</summary>
    public void FillDisk()
    {
        using var file = File.Create(FillerFile);
        var block = new byte[1 << 16];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void FreeDisk() => File.Delete(FillerFile);

    /// <summary>Returns how many containers of ours there are, in whatever state.</summary>
    public async Task<int> CountContainersAsync()
    {
        using var client = Client();
        var ours = new ContainersListParameters { All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] =
            new Dictionary<string, bool> { [ContainerLabels.Run] = true } } };
        return (await client.Containers.ListContainersAsync(ours, TestContext.Current.CancellationToken)).Count;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        for (var tries = 0; tries < 20; tries++)
        {
            // Mounts of containers lie below, and are let go a moment later.
            foreach (var mount in File.ReadLines("/proc/mounts").Select(line => line.Split(' ')[1])
                .Where(path => path.StartsWith(_folder.FullName, StringComparison.Ordinal)).Reverse().ToList())
            {
                await RunAsync("/usr/bin/umount", "-l", mount);
            }

            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(250, CancellationToken.None);
            }
        }
    }

    private DockerClient Client()
    {
        using var configuration = new DockerClientConfiguration(Address, defaultTimeout: TimeSpan.FromSeconds(ImageTime));
        return configuration.CreateClient();
    }

    private async Task CopyImageAsync(string language)
    {
        var ct = TestContext.Current.CancellationToken;
        await using (var machine = await DockerSandbox.StartAsync(new DockerSandboxOptions(), ct))
        {
            await machine.PrepareAsync([language]);
            var image = (await machine.ImagesAsync(ct))
                .First(image => image.IsCurrent && image.Name.StartsWith($"eval-sandbox-{language}:", StringComparison.Ordinal));
            using var configuration = new DockerClientConfiguration(new Uri("unix:///var/run/docker.sock"),
                defaultTimeout: TimeSpan.FromSeconds(ImageTime));
            using var from = configuration.CreateClient();
            using var to = Client();
            await using var archive = await from.Images.SaveImageAsync(image.Name, ct);
            await to.Images.LoadImageAsync(new ImageLoadParameters(), archive, new Progress<JSONMessage>(), ct);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
