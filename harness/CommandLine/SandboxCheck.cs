using Eval.Harness.Console;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Roslyn;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.CommandLine;

/// <summary>Which sandboxes there are, and by an inventory what answers can leave in each: a few answers, no image is built.</summary>
internal sealed class SandboxCheck(Terminal terminal)
{
    /// <summary>Checks the sandbox of this machine for C#.</summary>
    public static async Task CheckRoslynAsync(DoctorFindings findings, CancellationToken ct)
    {
        try
        {
            await using var roslyn = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 1 }, ct);
            findings.Add(roslyn.Isolation != IsolationLevel.Process, roslyn.Isolation == IsolationLevel.Process
                ? "sandbox roslyn: plain processes (reduced isolation). On Debian and Ubuntu: apt-get install bubblewrap; where it is "
                + "installed, user namespaces may be switched off (Ubuntu: kernel.apparmor_restrict_unprivileged_userns)."
                : $"sandbox roslyn: isolation {roslyn.Isolation.ToString().ToLowerInvariant()}");
            if (roslyn.Isolation != IsolationLevel.Process)
            {
                // Plain processes write to this machine's own folders: nothing is left there to try it.
                await CheckInventoryAsync(roslyn, "csharp", findings, ct);
            }
        }
        catch (SandboxUnavailableException e)
        {
            findings.Add(false, $"sandbox roslyn: {e.Message}");
            findings.HasFailed = true;
        }
    }

    /// <summary>Checks the engine, and each language whose image is there.</summary>
    public async Task CheckDockerAsync(DoctorFindings findings, CancellationToken ct)
    {
        try
        {
            await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1, Say = terminal.Say }, ct);
            findings.Add(true, $"sandbox docker: engine {docker.EngineVersion}, {Describe(await docker.ImagesAsync(ct))}; needed for "
                + $"{string.Join(", ", docker.Languages.Where(language => language != "csharp").Order())}");
            var missing = new List<string>();
            // C# last: it runs without a container, too.
            foreach (var language in docker.Languages.OrderBy(language => language == "csharp").ThenBy(language => language))
            {
                if (!await docker.HasImageAsync(language, ct))
                {
                    missing.Add(language);
                }
                else
                {
                    await CheckInventoryAsync(docker, language, findings, ct);
                }
            }

            if (missing.Count > 0)
            {
                findings.AddNotTried($"containers of {string.Join(", ", missing)}, whose images are not built: 'doctor --images' builds "
                    + "them, as the first run would");
            }
        }
        catch (SandboxUnavailableException e)
        {
            // Only tasks in other languages than C# need it.
            findings.Add(null, $"sandbox docker: {e.Message}");
        }
    }

    /// <summary>Checks what agents work in, and the patches of issue tasks are tested in.</summary>
    public async Task CheckWorkingCopiesAsync(DoctorFindings findings, CancellationToken ct)
    {
        try
        {
            await using var workspaces = await DockerWorkspaces.StartAsync(new WorkspaceOptions { Say = terminal.Say }, ct);
            findings.Add(true,
                $"issue tasks: environments {string.Join(", ", workspaces.Environments.Select(environment => environment.Name))}");
        }
        catch (SandboxUnavailableException e)
        {
            findings.Add(null, $"issue tasks: {e.Message}");
        }
    }

    /// <summary>Says how many images there are and how much space they take.</summary>
    public static string Describe(IReadOnlyList<OwnImage> images) =>
        $"{images.Count} images of ours, {images.Sum(image => image.Bytes) >> 20:N0} MiB"
        + (images.Count(image => !image.IsCurrent) is var old and > 0
            ? $", of which {old} are copies of repositories or of other versions ('doctor --gc' removes them)" : "");

    private static async Task CheckInventoryAsync(ISandbox sandbox, string language, DoctorFindings findings, CancellationToken ct)
    {
        try
        {
            var inventory = await InventoryTaker.TakeAsync(sandbox, language, ct);
            findings.AddContainment(inventory.IsClean, $"  {sandbox.Name}, {language}: {inventory}");
        }
        catch (SandboxUnavailableException e) when (sandbox.Runs(language))
        {
            findings.Add(null, $"  {sandbox.Name}, {language}: {e.Message}");
        }
    }
}
