using System.Globalization;
using System.Net.Sockets;
using Docker.DotNet;

namespace Eval.Sandboxes.Docker;

/// <summary>The connection to a container engine. Gives every call a time-out and every failure a sentence.</summary>
internal sealed class DockerEngine : IDisposable
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMilliseconds(500);
    private const long MinFreeBytes = 256L << 20;
    private static readonly Version OldestApi = new(1, 41);
    private readonly Uri _address;

    private DockerEngine(Uri address)
    {
        _address = address;
        using var configuration = new DockerClientConfiguration(address, defaultTimeout: Timeout.InfiniteTimeSpan);
        Client = configuration.CreateClient();
    }

    public DockerClient Client { get; }

    /// <summary>Tells what was started over this connection.</summary>
    public string ConnectionId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLocal => _address.Scheme == "unix";

    /// <summary>The engine's name and version.</summary>
    public string Version { get; private set; } = "";

    /// <exception cref="SandboxUnavailableException">No engine answers there, or it is too old.</exception>
    public static async Task<DockerEngine> ConnectAsync(Uri? address, CancellationToken ct)
    {
        var engine = new DockerEngine(address ?? DefaultAddress());
        try
        {
            var version = await engine.CallAsync(token => engine.Client.System.GetVersionAsync(token), PingTime, ct);
            engine.Version = $"{version.Version} (API {version.APIVersion})";
            if (System.Version.TryParse(version.APIVersion, out var api) && api < OldestApi)
            {
                throw new SandboxUnavailableException($"The container engine at {engine._address} speaks API {version.APIVersion}; "
                    + $"{OldestApi} is needed (Docker 20.10 or later, Podman 4 or later).");
            }

            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan? time, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time ?? CallTime);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new SandboxUnavailableException($"The container engine at {_address} did not answer within "
                + $"{(time ?? CallTime).TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s.", e);
        }
        catch (DockerApiException e)
        {
            throw new SandboxUnavailableException(Explain(e), e);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or SocketException or TimeoutException or UnauthorizedAccessException)
        {
            throw new SandboxUnavailableException(Explain(e), e);
        }
    }

    public Task CallAsync(Func<CancellationToken, Task> call, CancellationToken ct) =>
        CallAsync<object?>(
            async token =>
            {
                await call(token);
                return null;
            },
            null,
            ct);

    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        try
        {
            await CallAsync(token => Client.System.GetVersionAsync(token), PingTime, ct);
            return true;
        }
        catch (SandboxUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Refuses to begin on a disk that is nearly full, where it can be seen: an engine on this machine.</summary>
    /// <exception cref="SandboxUnavailableException">Too little space is left.</exception>
    public async Task CheckDiskAsync(CancellationToken ct)
    {
        var info = await CallAsync(token => Client.System.GetSystemInfoAsync(token), null, ct);
        try
        {
            if (IsLocal && Directory.Exists(info.DockerRootDir)
                && new DriveInfo(info.DockerRootDir).AvailableFreeSpace is var free and < MinFreeBytes)
            {
                throw new SandboxUnavailableException(
                    $"The container engine's disk is nearly full: {free >> 20} MiB are left in {info.DockerRootDir}, "
                        + $"{MinFreeBytes >> 20} are needed. Free some space ('doctor --gc' removes our old images).");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It cannot be looked at from here; the engine will say so itself when it is full.
        }
    }

    /// <summary>Waits for an engine that is being restarted.</summary>
    /// <exception cref="SandboxUnavailableException">It did not come back.</exception>
    public async Task WaitUntilAliveAsync(TimeSpan timeout, CancellationToken ct)
    {
        var clock = TimeProvider.System.GetTimestamp();
        while (!await IsAliveAsync(ct))
        {
            if (TimeProvider.System.GetElapsedTime(clock) > timeout)
            {
                throw new SandboxUnavailableException($"The container engine at {_address} went away and did not come back within "
                    + $"{timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s.");
            }

            await Task.Delay(BetweenPings, ct);
        }
    }

    public void Dispose() => Client.Dispose();

    private static string Explain(DockerApiException e) => e switch
    {
        _ when IsDiskFull(e.Message) => "The container engine's disk is full; free some space ('docker system df' shows what takes it, "
            + "'doctor --gc' removes our old images).",
        DockerImageNotFoundException => $"The container engine has no such image: {e.ResponseBody}",
        _ => $"The container engine refused: {e.ResponseBody?.Trim() ?? e.Message}",
    };

    private string Explain(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException!)
        {
            if (cause is UnauthorizedAccessException or SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                return $"This user may not use the container engine's socket {_address.LocalPath}; add the user to the group 'docker' and "
                    + $"log in again, or use rootless Docker.";
            }
        }

        return IsDiskFull(e.Message)
            ? "The container engine's disk is full; free some space ('docker system df' shows what takes it, 'doctor --gc' removes our old "
            + "images)."
            : $"No container engine answers at {_address}; start Docker (scripts/start-docker on a machine without a service manager), or "
            + $"set DOCKER_HOST. ({e.Message})";
    }

    private static bool IsDiskFull(string message) => message.Contains("no space left on device", StringComparison.OrdinalIgnoreCase);

    private static Uri DefaultAddress()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return Uri.TryCreate(host, UriKind.Absolute, out var address)
                ? address
                : throw new SandboxUnavailableException(
                    $"DOCKER_HOST is '{host}', which is no address; write for instance unix:///var/run/docker.sock.");
        }

        var own = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/nowhere";
        string[] sockets = ["/var/run/docker.sock", Path.Combine(own, "docker.sock"), Path.Combine(own, "podman/podman.sock"),
            "/run/podman/podman.sock"];
        return new Uri("unix://" + (sockets.FirstOrDefault(File.Exists) ?? sockets[0]));
    }
}
