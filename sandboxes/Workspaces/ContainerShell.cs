using System.Globalization;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Workspaces;

/// <summary>Runs commands in a container, each in a shell of its own.</summary>
internal sealed class ContainerShell(DockerEngine engine, string id, ContainerKeeper keeper)
{
    /// <summary>The user of commands.</summary>
    public const string CommandUser = "65534:65534";

    /// <summary>The user of what commands must not touch.</summary>
    public const string HarnessUser = "65533:65533";

    private const int MaxReasonBytes = 1000;

    /// <summary>What shells tell of a process that SIGKILL ended.</summary>
    private const int Killed = 137;

    // A command comes by standard input, whatever its length, and is no argument. What it was handed by is closed before it begins.
    private const string Silent = """/bin/bash -c 'exec 3<&0 </dev/null; eval "exec 3<&-; $(head -c "$1" <&3)"' bash "$1" 2>&1""";
    private const string WithInput = """/bin/bash -c 'eval "$(head -c "$1")"' bash "$1" 2>&1""";

    // Whatever a command leaves running goes with it, so that its output ends too. Where memory is short, its processes go first.
    private const string Begin = "echo 500 > /proc/self/oom_score_adj; ";

    /// <summary>What a shell says first. Anything else is the engine, which could not start it.</summary>
    private const byte Begun = 1;
    private const string End = "; code=$?; kill -KILL -1; exit $code";

    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(60);

    /// <summary>On a busy machine it takes seconds, which are none of the command's.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    /// <exception cref="SandboxUnavailableException">The engine failed, or the container is gone or unusable.</exception>
    public async Task<CommandResult> RunAsync(string command, byte[]? input, CommandLimits limits, string user, CancellationToken ct)
    {
        var clock = TimeProvider.System.GetTimestamp();
        var (execution, stream) = await StartAsync(command, input is not null, user, ct);
        using var _ = stream;
        var kept = new KeptOutput(limits.KeptOutputBytes);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limits.Time);
        var (isTimedOut, isExceeded) = (false, false);
        try
        {
            await SendAsync(stream, command, input, time.Token);
            isExceeded = !await ReadAsync(stream, kept, limits.MaxOutputBytes, time.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            isTimedOut = true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw await OfContainerAsync(new SandboxUnavailableException($"The connection to the container broke off: {e.Message}", e), ct);
        }

        if (isTimedOut || isExceeded)
        {
            // Read on: a container that nobody reads from cannot be killed.
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
            reading.CancelAfter(KillTime);
            await EndAllAsync(ReadAsync(stream, kept, long.MaxValue, reading.Token), ct);
        }

        var ended = await CallAsync(token => engine.Client.Exec.InspectContainerExecAsync(execution, token), ct);
        if (ended.ExitCode == Killed && user == CommandUser && !isTimedOut && !isExceeded)
        {
            // What ends the others at the end of a command may be what was ended.
            await EndAllAsync(Task.CompletedTask, ct);
        }

        return new CommandResult
        {
            ExitCode = isTimedOut || isExceeded ? null : (int)ended.ExitCode,
            Output = kept.Text(),
            OutputBytes = kept.Length,
            IsTimedOut = isTimedOut,
            IsOutputExceeded = isExceeded,
            Duration = TimeProvider.System.GetElapsedTime(clock),
        };
    }

    /// <summary>Starts a command that goes on beside others, and returns what it prints.</summary>
    public async Task<MultiplexedStream> OpenAsync(string command, string user, CancellationToken ct)
    {
        var (_, stream) = await StartAsync(command, withInput: false, user, ct);
        await SendAsync(stream, command, null, ct);
        return stream;
    }

    private async Task<(string Id, MultiplexedStream Stream)> StartAsync(string command, bool withInput, string user, CancellationToken ct)
    {
        var shell = withInput ? WithInput : Silent;
        var parameters = new ContainerExecCreateParameters
        {
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            WorkingDir = "/",
            User = user,
            // One stream in the container already: the order of two would be the engine's.
            Cmd =
            [
                "/bin/bash", "-c", $"printf '\\1'; cd {Workspace.Folder}; exec 2>/dev/null; "
                    + $"{(user == CommandUser ? Begin + shell + End : shell)}",
                "bash", Encoding.UTF8.GetByteCount(command).ToString(CultureInfo.InvariantCulture),
            ],
        };
        var created = await CallAsync(token => engine.Client.Exec.ExecCreateContainerAsync(id, parameters, token), ct);
        var stream = await CallAsync(token => engine.Client.Exec.StartAndAttachContainerExecAsync(created.ID, false, token), ct);
        try
        {
            await AwaitBeginAsync(stream, ct);
            return (created.ID, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private async Task AwaitBeginAsync(MultiplexedStream stream, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(StartTime);
        string said;
        try
        {
            var one = new byte[1];
            var read = await stream.ReadOutputAsync(one, 0, 1, time.Token);
            if (!read.EOF && one[0] == Begun)
            {
                return;
            }

            var kept = new KeptOutput(MaxReasonBytes);
            kept.Add(one.AsSpan(0, read.Count));
            await ReadAsync(stream, kept, long.MaxValue, time.Token);
            said = kept.Text().Trim();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            said = $"nothing happened within {StartTime.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            said = e.Message;
        }

        throw await OfContainerAsync(new SandboxUnavailableException($"A command could not be started in the container: {said}"), ct);
    }

    /// <summary>Returns a failure as one of this container where the engine works.</summary>
    private async Task<SandboxUnavailableException> OfContainerAsync(SandboxUnavailableException failure, CancellationToken ct) =>
        failure.IsOfContainer || !await engine.IsAliveAsync(ct)
            ? failure
            : new SandboxUnavailableException(failure.Message, failure) { IsOfContainer = true };

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await engine.CallAsync(call, null, ct);
        }
        catch (SandboxUnavailableException e) when (e.InnerException is DockerApiException)
        {
            // An engine that takes too long is busy; one that refuses has no such container any more, or cannot start anything in it.
            throw await OfContainerAsync(e, ct);
        }
    }

    private static async Task SendAsync(MultiplexedStream stream, string command, byte[]? input, CancellationToken ct)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(command), .. input ?? []];
        await stream.WriteAsync(bytes, 0, bytes.Length, ct);
    }

    /// <summary>Reads to the end; false when there is more than allowed.</summary>
    private static async Task<bool> ReadAsync(MultiplexedStream stream, KeptOutput kept, long max, CancellationToken ct)
    {
        var buffer = new byte[32 << 10];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, ct) is { EOF: false } read)
        {
            kept.Add(buffer.AsSpan(0, read.Count));
            if (kept.Length > max)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends everything in the container but its first process.</summary>
    /// <param name="rest">What is still being read.</param>
    /// <param name="ct">Stops waiting.</param>
    private async Task EndAllAsync(Task rest, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(KillTime);
        try
        {
            if (await keeper.EndAllAsync(time.Token))
            {
                await rest;
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException && !ct.IsCancellationRequested || e is IOException)
        {
            // Told below.
        }

        throw await OfContainerAsync(new SandboxUnavailableException("A command in the container could not be ended."), ct);
    }
}
