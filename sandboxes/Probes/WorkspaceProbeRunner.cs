using System.Formats.Tar;
using System.Runtime.CompilerServices;
using System.Text;
using Eval.Sandboxes.Workspaces;

namespace Eval.Sandboxes.Probes;

/// <summary>Tries each probe in a working copy of its own and looks at what it did, and at what it left for the next command.</summary>
public static class WorkspaceProbeRunner
{
    /// <summary>The environment that the probes need, which has a shell, git and Python.</summary>
    public const string EnvironmentName = "python";

    private const string LeftBehind = "sleep|yes|cat|python3";
    private static readonly CommandLimits Limits = new() { Time = TimeSpan.FromSeconds(8), MaxOutputBytes = 32 << 20,
        KeptOutputBytes = 4096 };

    /// <summary>Runs probes, one after another.</summary>
    /// <exception cref="SandboxUnavailableException">There is no engine, or no image can be built.</exception>
    public static async IAsyncEnumerable<(string Name, bool IsContained, string Evidence)> RunAsync(
        DockerWorkspaces workspaces, Func<WorkspaceProbe, bool> which, [EnumeratorCancellation] CancellationToken ct)
    {
        using var traps = new ProbeTraps();
        foreach (var probe in WorkspaceProbe.All(traps.Targets).Where(which))
        {
            var (isContained, evidence) = await RunAsync(workspaces, probe, ct);
            yield return (probe.Name, isContained && traps.IsFileUntouched,
                traps.IsFileUntouched ? evidence : "a file of this machine was changed");
        }
    }

    /// <summary>Runs one probe in a fresh working copy, and an honest command after it.</summary>
    private static async Task<(bool IsContained, string Evidence)> RunAsync(DockerWorkspaces workspaces, WorkspaceProbe probe,
        CancellationToken ct)
    {
        var environment = workspaces.Environments.Single(each => each.Name == EnvironmentName);
        var image = await workspaces.EnsureImageAsync(environment, null,
            new WorkspaceTree("probes", "probes-1", _ => Task.FromResult<Stream>(Tree())), ct);
        var workspace = await workspaces.OpenAsync(environment, image, ct);
        await using (workspace)
        {
            var result = await workspace.RunAsync(probe.Command, Limits, ct);
            if (result.Output.Contains(ProbeRunner.Escaped, StringComparison.Ordinal))
            {
                return (false, result.Output.Trim());
            }

            var next = await workspace.RunAsync($"rm -rf /tmp/big /dev/shm/big big; ps -eo comm= | grep -cE '^({LeftBehind})'; echo fine",
                Limits, ct);
            var isFine = next.Output == "0\nfine\n";
            var end = result.IsTimedOut ? "ended for its time" : result.IsOutputExceeded
                ? "ended for its output" : $"exit code {result.ExitCode}";
            return (isFine, isFine ? end : $"{end}; then: {next.Output.Trim()}");
        }
    }

    private static MemoryStream Tree()
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                "a.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("first\n")) });
        }

        archive.Position = 0;
        return archive;
    }
}
