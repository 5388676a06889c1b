using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// A working copy of a repository in a container of its own, in which commands run one after another. Each command is a shell of its own, and
/// nothing it started outlives it. Not thread-safe.
/// </summary>
public sealed class Workspace : IAsyncDisposable
{
    /// <summary>Where the working copy is.</summary>
    public const string Folder = "/testbed";

    /// <summary>Where the untouched files are, which nobody can write to.</summary>
    public const string BaseFolder = "/eval/base";

    /// <summary>Where the reporters are, which tell the results of tests.</summary>
    internal const string ReportersFolder = "/eval/reporters";

    private const string Nobody = "65534:65534";
    private const string Keeper = "65533:65533";
    private const long FolderBytes = 2L << 30;
    private const long ScratchBytes = 1L << 30;
    private const long Shares = 128;
    private const int MostPatchBytes = 16 << 20;
    private static readonly TimeSpan CopyTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(20);

    // Whatever a command leaves running goes with it, so that its output ends too. The second kill ends what an earlier command has hidden.
    private const string Wrapper = "/bin/bash -c \"$1\" </dev/null; code=$?; kill -KILL -1 2>/dev/null; exit $code";
    // The first process is this one's user's, too.
    private const string BareWrapper = "/bin/bash -c \"$1\" </dev/null";
    private const string InputWrapper = "/bin/bash -c \"$1\"; code=$?; kill -KILL -1 2>/dev/null; exit $code";

    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly MultiplexedStream _lifeline;

    private Workspace(DockerEngine engine, string id, MultiplexedStream lifeline)
    {
        _engine = engine;
        _id = id;
        _lifeline = lifeline;
    }

    /// <summary>Gets how long it took to open, container and copy.</summary>
    public TimeSpan Opening { get; private set; }

    internal static async Task<Workspace> StartAsync(DockerEngine engine, string image, WorkspaceEnvironment environment, WorkspaceOptions options, CancellationToken ct)
    {
        var clock = Stopwatch.GetTimestamp();
        var created = await engine.CallAsync(token => engine.Client.Containers.CreateContainerAsync(Settings(engine, image, environment, options), token), null, ct).ConfigureAwait(false);
        MultiplexedStream? lifeline = null;
        try
        {
            // Standard input ends with the harness, and with it the container: also when the harness is killed.
            lifeline = await engine.CallAsync(
                token => engine.Client.Containers.AttachContainerAsync(created.ID, false, new ContainerAttachParameters { Stream = true, Stdin = true }, token), null, ct).ConfigureAwait(false);
            await engine.CallAsync(token => engine.Client.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), token), null, ct).ConfigureAwait(false);
            var workspace = new Workspace(engine, created.ID, lifeline);
            var copied = await workspace.RunAsync($"find {BaseFolder} -mindepth 1 -maxdepth 1 -exec cp -a -t {Folder} {{}} +", new CommandLimits { Time = CopyTime }, ct).ConfigureAwait(false);
            if (!copied.Succeeded)
            {
                throw new SandboxUnavailableException($"The working copy could not be made: {(copied.IsTimedOut ? "it took too long" : copied.Output.Trim())}");
            }

            workspace.Opening = Stopwatch.GetElapsedTime(clock);
            return workspace;
        }
        catch
        {
            lifeline?.Dispose();
            await ContainerReaper.RemoveAsync(engine, created.ID).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a command with bash in the working copy.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed or the container is gone.</exception>
    public Task<CommandResult> RunAsync(string command, CommandLimits limits, CancellationToken ct) => RunAsync(command, null, limits, ct);

    /// <summary>
    /// Writes files into the working copy; folders are made where they are missing. Returns why they cannot be written, for instance because a link or
    /// file stands where a folder must; null when they are.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The engine failed or the container is gone.</exception>
    public async Task<string?> WriteAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken ct)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var data = new MemoryStream(content);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data }, ct).ConfigureAwait(false);
            }
        }

        var bytes = archive.ToArray();
        var length = bytes.Length.ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync($"head -c {length} | tar -xf - -C {Folder} --unlink-first --recursive-unlink", bytes, new CommandLimits { Time = CopyTime }, ct).ConfigureAwait(false);
        return result.Succeeded ? null : result.IsTimedOut ? "writing took too long" : result.Output.Trim().Split('\n')[0];
    }

    /// <summary>Writes a file outside of the working copy, where scratch files go, and returns its path.</summary>
    public async Task<string> WriteScratchAsync(string name, byte[] content, CancellationToken ct)
    {
        var path = $"/tmp/{name}";
        var length = content.Length.ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync($"rm -rf {path}; head -c {length} > {path}", content, new CommandLimits { Time = CopyTime }, ct).ConfigureAwait(false);
        return result.Succeeded ? path : throw new SandboxUnavailableException($"A file could not be written into the container: {result.Output.Trim()}");
    }

    /// <summary>
    /// Returns what differs from the base, also what git is told to ignore. It goes by kinds, modes, lengths and times, which a copy shares with its
    /// base: it tells all that was written as long as nothing that could set a time back has run in the copy.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or there is no telling.</exception>
    public async Task<IReadOnlyList<ChangedFile>> ChangesAsync(CancellationToken ct)
    {
        const string Command = $$"""
            entries() ( cd "$1" && find . -path ./.git -prune -o ! -type d -printf '%y %m %s %T@ %P\0' | LC_ALL=C sort -z )
            LC_ALL=C comm -z -23 <(entries {{BaseFolder}}) <(entries {{Folder}}) | sed -z 's/^/-/'
            LC_ALL=C comm -z -13 <(entries {{BaseFolder}}) <(entries {{Folder}}) | sed -z 's/^/+/'
            """;
        var listed = await RunAsync(Command, new CommandLimits { Time = CopyTime, KeptOutputBytes = MostPatchBytes, MostOutputBytes = MostPatchBytes }, ct).ConfigureAwait(false);
        return listed.Succeeded
            ? ChangedFile.Parse(listed.Output)
            : throw new SandboxUnavailableException($"What was changed in the working copy could not be listed: {listed.Output.Trim().Split('\n')[^1]}");
    }

    /// <summary>Makes files what they are in the base; those that are not in it go.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or they cannot be restored.</exception>
    public async Task RestoreAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        const string Each = $"""
            while IFS= read -r -d '' path; do
              rm -rf -- "./$path"
              if [ -e "{BaseFolder}/$path" ] || [ -L "{BaseFolder}/$path" ]; then
                mkdir -p -- "./$(dirname -- "$path")" && cp -a -- "{BaseFolder}/$path" "./$path" || exit 1
              fi
            done
            """;
        var names = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + '\0')));
        if (names.Length == 0)
        {
            return;
        }

        var restored = await RunAsync($"head -c {names.Length.ToString(CultureInfo.InvariantCulture)} | {Each}", names, new CommandLimits { Time = CopyTime }, ct).ConfigureAwait(false);
        if (!restored.Succeeded)
        {
            throw new SandboxUnavailableException($"Files of the base could not be restored: {restored.Output.Trim()}");
        }
    }

    /// <summary>Makes a channel at a path: what commands write to it is read here at once, and no command can read it or take it back.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or something is at that path.</exception>
    public async Task<WorkspaceChannel> ListenAsync(string path, int maxBytes, CancellationToken ct)
    {
        var execution = await StartAsync(BareWrapper, $"mkfifo -m 622 {path} && echo {WorkspaceChannel.Ready} && cat {path}", withInput: false, Keeper, ct).ConfigureAwait(false);
        // Whether or not a command has written anything, its reader ends with this.
        var channel = new WorkspaceChannel(
            execution.Stream, maxBytes, token => RunAsync($": <> {path}", null, new CommandLimits { Time = KillTime }, Keeper, token));
        return await channel.OpenAsync(ct).ConfigureAwait(false)
            ? channel
            : throw new SandboxUnavailableException("A channel for results could not be made in the container.");
    }

    /// <summary>Returns what was changed against the base. What was done to the copy's own .git does not matter: the base is compared.</summary>
    public async Task<WorkspaceDiff> DiffAsync(CancellationToken ct)
    {
        const string Command = $"""
            rm -rf /tmp/.eval-diff && mkdir -p /tmp/.eval-diff/objects || exit 90
            export GIT_DIR={BaseFolder}/.git GIT_WORK_TREE={Folder} GIT_INDEX_FILE=/tmp/.eval-diff/index GIT_OBJECT_DIRECTORY=/tmp/.eval-diff/objects
            export GIT_ALTERNATE_OBJECT_DIRECTORIES={BaseFolder}/.git/objects GIT_CONFIG_NOSYSTEM=1 HOME=/tmp/.eval-diff GIT_ATTR_NOSYSTEM=1
            g="git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c safe.directory=* -c core.quotePath=true -c diff.noprefix=false"
            exec 2>/dev/null
            # A folder that was made a repository of its own holds files like any other; and what its owner may not read is no reason to lose the rest.
            find . -mindepth 2 -name .git -prune -print0 | while read -r -d '' own; do [ -e "{BaseFolder}/$own" ] || rm -rf "$own"; done
            chmod -R u+rwX .
            $g read-tree HEAD && $g add -A -- . && $g diff --cached --binary --no-color --no-ext-diff --no-textconv HEAD > /tmp/.eval-diff/patch || exit 91
            # A patch is kept as text. Lines in another encoding than UTF-8 are told as git tells what is no text.
            if ! iconv -f UTF-8 -t UTF-8 /tmp/.eval-diff/patch > /tmp/.eval-diff/checked; then
              echo '* -diff' > /tmp/.eval-diff/attributes
              $g -c core.attributesFile=/tmp/.eval-diff/attributes diff --cached --binary --no-color --no-ext-diff --no-textconv HEAD > /tmp/.eval-diff/patch || exit 92
            fi
            cat /tmp/.eval-diff/patch
            """;
        var result = await RunAsync(Command, new CommandLimits { Time = CopyTime, KeptOutputBytes = MostPatchBytes, MostOutputBytes = MostPatchBytes }, ct).ConfigureAwait(false);
        return result.Succeeded ? new WorkspaceDiff(result.Output, null)
            : result.IsOutputExceeded ? new WorkspaceDiff(null, $"it is longer than {MostPatchBytes >> 20} MiB")
            : result.IsTimedOut ? new WorkspaceDiff(null, $"comparing took longer than {CopyTime.TotalSeconds:0} s")
            : new WorkspaceDiff(null, $"git could not compare (exit code {result.ExitCode})");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lifeline.Dispose();
        await ContainerReaper.RemoveAsync(_engine, _id).ConfigureAwait(false);
    }

    private Task<CommandResult> RunAsync(string command, byte[]? input, CommandLimits limits, CancellationToken ct) => RunAsync(command, input, limits, Nobody, ct);

    private async Task<CommandResult> RunAsync(string command, byte[]? input, CommandLimits limits, string user, CancellationToken ct)
    {
        var clock = Stopwatch.GetTimestamp();
        var execution = await StartAsync(user == Nobody ? input is null ? Wrapper : InputWrapper : BareWrapper, command, input is not null, user, ct).ConfigureAwait(false);
        using var stream = execution.Stream;
        var kept = new KeptOutput(limits.KeptOutputBytes);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limits.Time);
        var (isTimedOut, isExceeded) = (false, false);
        try
        {
            if (input is not null)
            {
                await stream.WriteAsync(input, 0, input.Length, time.Token).ConfigureAwait(false);
            }

            isExceeded = !await ReadAsync(stream, kept, limits.MostOutputBytes, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            isTimedOut = true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new SandboxUnavailableException($"The connection to the container broke off: {e.Message}", e);
        }

        if (isTimedOut || isExceeded)
        {
            await KillAllAsync(stream, kept, ct).ConfigureAwait(false);
        }

        var state = await _engine.CallAsync(token => _engine.Client.Exec.InspectContainerExecAsync(execution.Id, token), null, ct).ConfigureAwait(false);
        return new CommandResult
        {
            ExitCode = isTimedOut || isExceeded ? null : (int)state.ExitCode,
            Output = kept.Text(),
            OutputBytes = kept.Length,
            IsTimedOut = isTimedOut,
            IsOutputExceeded = isExceeded,
            Duration = Stopwatch.GetElapsedTime(clock),
        };
    }

    private async Task<(string Id, MultiplexedStream Stream)> StartAsync(string wrapper, string command, bool withInput, string user, CancellationToken ct)
    {
        var parameters = new ContainerExecCreateParameters
        {
            AttachStdin = withInput,
            AttachStdout = true,
            AttachStderr = true,
            WorkingDir = "/",
            User = user,
            // One stream in the container already: the order of two would be the engine's.
            Cmd = ["/bin/bash", "-c", $"cd {Folder} 2>/dev/null; exec 2>&1; {wrapper}", "bash", command],
        };
        var created = await _engine.CallAsync(token => _engine.Client.Exec.ExecCreateContainerAsync(_id, parameters, token), null, ct).ConfigureAwait(false);
        var stream = await _engine.CallAsync(token => _engine.Client.Exec.StartAndAttachContainerExecAsync(created.ID, false, token), null, ct).ConfigureAwait(false);
        return (created.ID, stream);
    }

    /// <summary>Reads to the end; false when there is more than allowed.</summary>
    private static async Task<bool> ReadAsync(MultiplexedStream stream, KeptOutput kept, long most, CancellationToken ct)
    {
        var buffer = new byte[32 << 10];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, ct).ConfigureAwait(false) is { EOF: false } read)
        {
            kept.Add(buffer.AsSpan(0, read.Count));
            if (kept.Length > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends everything in the container but its first process, while it reads on: a container that nobody reads from cannot be killed.</summary>
    private async Task KillAllAsync(MultiplexedStream stream, KeptOutput kept, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(KillTime);
        var rest = ReadAsync(stream, kept, long.MaxValue, patience.Token);
        try
        {
            var killer = await StartAsync("kill -KILL -1 2>/dev/null; exit 0", "", withInput: false, Nobody, ct).ConfigureAwait(false);
            using var killed = killer.Stream;
            await ReadAsync(killed, new KeptOutput(0), long.MaxValue, patience.Token).ConfigureAwait(false);
            await rest.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new SandboxUnavailableException("A command in the container could not be ended.", e);
        }
    }

    private static CreateContainerParameters Settings(DockerEngine engine, string image, WorkspaceEnvironment environment, WorkspaceOptions options)
    {
        string[] own =
        [
            "LANG=C.UTF-8", "TZ=UTC", "HOME=/tmp", "TMPDIR=/tmp", "PYTHONHASHSEED=0", "PAGER=cat", "GIT_PAGER=cat", "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_NOSYSTEM=1",
            // The copy's folder belongs to root.
            "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*",
        ];
        return new CreateContainerParameters
        {
            Image = image,
            // The first process is out of every other's reach, as another user's; bash takes in orphans, and ends with its input.
            User = Keeper,
            Entrypoint = ["/bin/bash", "-c", "read -r _"],
            AttachStdin = true,
            OpenStdin = true,
            StdinOnce = true,
            NetworkDisabled = true,
            Env = [.. own, .. environment.Variables.Select(variable => $"{variable.Key}={variable.Value}")],
            Labels = ContainerLabels.Of(engine, options.RunId),
            HostConfig = new HostConfig
            {
                AutoRemove = true,
                Runtime = options.Runtime,
                NetworkMode = "none",
                IpcMode = "private",
                ShmSize = 64L << 20,
                ReadonlyRootfs = true,
                // In memory, and counted with it: a copy that fills up takes nothing from the machine's disk.
                Tmpfs = new Dictionary<string, string>
                {
                    [Folder] = $"size={FolderBytes},mode=1777,nosuid,nodev,exec",
                    ["/tmp"] = $"size={ScratchBytes},mode=1777,nosuid,nodev,exec",
                },
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                Memory = (long)environment.MemoryMb << 20,
                MemorySwap = (long)environment.MemoryMb << 20,
                PidsLimit = options.Processes,
                // Builds and test suites are long and their limits wide: where processors are short, answers and the harness' clock come first.
                CPUShares = Shares,
                NanoCPUs = options.Processors * 1_000_000_000L,
                LogConfig = new LogConfig { Type = "none" },
                Ulimits =
                [
                    new Ulimit { Name = "core", Soft = 0, Hard = 0 },
                    new Ulimit { Name = "nofile", Soft = 4096, Hard = 4096 },
                    new Ulimit { Name = "fsize", Soft = FolderBytes, Hard = FolderBytes },
                ],
            },
        };
    }
}
