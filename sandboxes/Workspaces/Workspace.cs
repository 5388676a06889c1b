using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// A working copy of a repository in a container of its own, in which commands run one after another. Each command is a shell of its own,
/// and nothing it started outlives it. Not thread-safe.
/// </summary>
public sealed class Workspace : IAsyncDisposable
{
    /// <summary>Where the working copy is.</summary>
    public const string Folder = "/testbed";

    /// <summary>Where the untouched files are, which nobody can write to.</summary>
    public const string BaseFolder = "/eval/base";

    /// <summary>
    /// A line of git's attributes by which every file is kept and written as it is, whatever those of the repository say.
    /// </summary>
    public const string AttributesAsIs = "* -text !eol !ident !filter !working-tree-encoding";

    /// <summary>Where the reporters are, which tell the results of tests.</summary>
    internal const string ReportersFolder = "/eval/reporters";

    private const int MaxListBytes = 16 << 20;
    private const int MaxSaidChars = 200;
    private static readonly TimeSpan CopyTime = TimeSpan.FromMinutes(2);

    /// <summary>Comparing takes seconds, whatever is in the copy: what takes longer than this is no busy machine.</summary>
    private static readonly TimeSpan ComparisonTime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(20);

    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly ContainerKeeper _keeper;
    private readonly ContainerShell _shell;

    private Workspace(DockerEngine engine, string id, ContainerKeeper keeper)
    {
        _engine = engine;
        _id = id;
        _keeper = keeper;
        _shell = new ContainerShell(engine, id, keeper);
    }

    /// <summary>Gets how long it took to open, container and copy.</summary>
    public TimeSpan Opening { get; private set; }

    internal static async Task<Workspace> StartAsync(DockerEngine engine, string image, WorkspaceEnvironment environment,
        WorkspaceOptions options, CancellationToken ct)
    {
        var clock = TimeProvider.System.GetTimestamp();
        var created = await engine.CallAsync(token =>
            engine.Client.Containers.CreateContainerAsync(ContainerSettings.Create(engine, image, environment, options), token), null, ct);
        MultiplexedStream? lifeline = null;
        try
        {
            // Its standard input ends with the harness, and with it the container: also when the harness is killed.
            lifeline = await engine.CallAsync(
                token => engine.Client.Containers.AttachContainerAsync(created.ID, false,
                    new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true }, token), null, ct);
            await engine.CallAsync(token => engine.Client.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), token),
                null, ct);
            var workspace = new Workspace(engine, created.ID, new ContainerKeeper(lifeline));
            var copied = await workspace.RunAsync($"find {BaseFolder} -mindepth 1 -maxdepth 1 -exec cp -a -t {Folder} {{}} +",
                new CommandLimits { Time = CopyTime }, ct);
            if (!copied.Succeeded)
            {
                throw new SandboxUnavailableException(
                    $"The working copy could not be made: {(copied.IsTimedOut ? "it took too long" : copied.Output.Trim())}");
            }

            workspace.Opening = TimeProvider.System.GetElapsedTime(clock);
            return workspace;
        }
        catch
        {
            lifeline?.Dispose();
            await ContainerReaper.RemoveAsync(engine, created.ID);
            throw;
        }
    }

    /// <summary>Runs a command with bash in the working copy.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed or the container is gone.</exception>
    public Task<CommandResult> RunAsync(string command, CommandLimits limits, CancellationToken ct) => RunAsync(command, null, limits, ct);

    /// <summary>
    /// Writes files into the working copy; folders are made where they are missing. Returns why they cannot be written, for instance
    /// because a link or file stands where a folder must; null when they are.
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
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data }, ct);
            }
        }

        var bytes = archive.ToArray();
        var length = bytes.Length.ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync($"head -c {length} | tar -xf - -C {Folder} --unlink-first --recursive-unlink", bytes,
            new CommandLimits { Time = CopyTime }, ct);
        return result.Succeeded ? null : result.IsTimedOut ? "writing took too long" : result.Output.Trim().Split('\n')[0];
    }

    /// <summary>Writes a file outside of the working copy, where scratch files go, and returns its path.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or there is no room for it.</exception>
    public async Task<string> WriteScratchAsync(string name, byte[] content, CancellationToken ct)
    {
        var path = $"/tmp/{name}";
        var length = content.Length.ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync($"chmod -R u+rwx {path} 2>/dev/null; rm -rf {path}; head -c {length} > {path}", content,
            new CommandLimits { Time = CopyTime }, ct);
        return result.Succeeded ? path : throw Failed("A file could not be written into the container", result);
    }

    /// <summary>
    /// Returns what differs from the base, also what git is told to ignore. It goes by kinds, modes, lengths and times, which a copy shares
    /// with its base: it tells all that was written as long as nothing that could set a time back has run in the copy.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or there is no telling.</exception>
    public async Task<IReadOnlyList<ChangedFile>> ChangesAsync(CancellationToken ct)
    {
        const string Command = $$"""
            entries() ( cd "$1" && find . -path ./.git -prune -o ! -type d -printf '%y %m %s %T@ %P\0' | LC_ALL=C sort -z )
            LC_ALL=C comm -z -23 <(entries {{BaseFolder}}) <(entries {{Folder}}) | sed -z 's/^/-/'
            LC_ALL=C comm -z -13 <(entries {{BaseFolder}}) <(entries {{Folder}}) | sed -z 's/^/+/'
            """;
        var listed = await RunAsync(Command,
            new CommandLimits { Time = CopyTime, KeptOutputBytes = MaxListBytes, MaxOutputBytes = MaxListBytes }, ct);
        return listed.Succeeded
            ? ChangedFile.Parse(listed.Output)
            : throw Failed("What was changed in the working copy could not be listed", listed);
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

        var restored = await RunAsync($"head -c {names.Length.ToString(CultureInfo.InvariantCulture)} | {Each}", names,
            new CommandLimits { Time = CopyTime }, ct);
        if (!restored.Succeeded)
        {
            throw Failed("Files of the base could not be restored", restored);
        }
    }

    /// <summary>
    /// Makes a channel at a path: what commands write to it is read here at once, and no command can read it or take it back.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or something is at that path.</exception>
    public async Task<WorkspaceChannel> ListenAsync(string path, int maxBytes, CancellationToken ct)
    {
        var stream = await _shell.OpenAsync($"mkfifo -m 622 {path} && echo {WorkspaceChannel.Ready} && cat {path}",
            ContainerShell.HarnessUser, ct);
        // Whether or not a command has written anything, its reader ends with this.
        var channel = new WorkspaceChannel(
            stream, maxBytes, token => _shell.RunAsync($": <> {path}", null, new CommandLimits { Time = ClosingTime },
                ContainerShell.HarnessUser, token));
        return await channel.OpenAsync(ct)
            ? channel
            : throw new SandboxUnavailableException("A channel for results could not be made in the container.") { IsOfContainer = true };
    }

    /// <summary>
    /// Returns what was changed against the base, and what is too large to be told. What was done to the copy's own .git does not matter:
    /// the base is compared. Files that cannot be read become readable, and what is neither file nor link goes.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The engine failed, or there is no telling.</exception>
    public async Task<WorkspaceDiff> DiffAsync(CancellationToken ct)
    {
        const int MaxBytes = WorkspaceComparison.MaxPatchBytes + (1 << 20);
        var limits = new CommandLimits { Time = ComparisonTime, KeptOutputBytes = MaxBytes, MaxOutputBytes = MaxBytes };
        await RunAsync(WorkspaceComparison.Prepare, limits with { KeptOutputBytes = 0 }, ct);
        var compared = await _shell.RunAsync(WorkspaceComparison.Compare, null, limits, ContainerShell.HarnessUser, ct);
        return compared.Succeeded && compared.Output.Contains('\0', StringComparison.Ordinal)
            ? WorkspaceComparison.Parse(compared.Output)
            : throw Failed("git could not compare the working copy with its base", compared);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _keeper.Dispose();
        await ContainerReaper.RemoveAsync(_engine, _id);
    }

    private Task<CommandResult> RunAsync(string command, byte[]? input, CommandLimits limits, CancellationToken ct) =>
        _shell.RunAsync(command, input, limits, ContainerShell.CommandUser, ct);

    /// <summary>Returns a failure of what the harness itself does in the container, of which a busy machine says nothing.</summary>
    private static SandboxUnavailableException Failed(string what, CommandResult result)
    {
        var said = result.Output.Trim().Split('\n')[^1];
        var why = result.IsTimedOut ? "it took too long"
            : result.IsOutputExceeded ? "it is too much"
            : said.Length > 0 ? said[..Math.Min(said.Length, MaxSaidChars)]
            : string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}");
        return new SandboxUnavailableException($"{what}: {why}") { IsOfContainer = !result.IsTimedOut
            || result.Duration >= ComparisonTime };
    }
}
