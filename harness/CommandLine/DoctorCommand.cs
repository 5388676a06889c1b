using System.CommandLine;
using System.Diagnostics;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Roslyn;
using Eval.Sandboxes.Workspaces;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Checks the machine and says how to mend what is missing.</summary>
internal sealed class DoctorCommand(Terminal terminal, TimeProvider time)
{
    private const long LittleDiskBytes = 1L << 30;

    /// <summary>What the bundled issues run in; the other environments are those of public data sets.</summary>
    private static readonly string[] BundledEnvironments = ["dotnet", "python"];

    public Command Create()
    {
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs, to be checked for space. Default: runs." };
        var gc = new Option<bool>("--gc") { Description = "Instead: remove the container images of earlier versions of this program and of repositories' copies, and nothing else." };
        var images = new Option<bool>("--images") { Description = "Instead: build the container images that languages and the bundled issues run in, where they are missing, so that no run waits for them." };
        var command = new Verb(
            "doctor",
            "Check this machine: keys, endpoint, disk, clock, and what the sandboxes really contain (each escape probe is run).",
            "Examples:\n  doctor\n  doctor --out /data/runs\n  doctor --images\n  doctor --gc") { outFolder, images, gc };
        command.SetAction((parsed, ct) => parsed.GetValue(gc) ? CollectAsync(ct)
            : parsed.GetValue(images) ? BuildImagesAsync(ct)
            : RunAsync(parsed.GetValue(outFolder) ?? new RunOptions().Out, ct));
        return command;
    }

    private async Task<int> RunAsync(string outFolder, CancellationToken ct)
    {
        terminal.Print($"Eval {Provenance.ProgramVersion}, {Provenance.Machine().Runtime}, {Provenance.Machine().OperatingSystem}, {Environment.ProcessorCount} processors");
        await CheckEndpointAsync(ct);
        CheckDisk(outFolder);
        await CheckTimerAsync();
        return await CheckSandboxesAsync(ct);
    }

    private void Line(bool? isGood, string text) =>
        terminal.PrintLine($"{isGood switch { true => "ok      ", false => "PROBLEM ", _ => "note    " }}{text}");

    private async Task CheckEndpointAsync(CancellationToken ct)
    {
        var withKeys = ProviderPresets.All.Where(preset => preset.KeyVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 }).ToList();
        if (withKeys.Count == 0)
        {
            Line(null, $"no key is set; for real models set {ProviderPresets.DefaultKeyVariable} (and {ProviderPresets.DefaultUrlVariable} for another endpoint). sim/ models need none.");
        }

        foreach (var (name, _, variable) in withKeys)
        {
            try
            {
                var provider = ProviderPresets.Find(name, Environment.GetEnvironmentVariable)!;
                var models = await EndpointModels.ListAsync(provider, time, ct);
                Line(true, $"{name}: {variable} is set; {provider.BaseUrl.Authority} lists {models.Count} models");
            }
            catch (Exception e) when (e is ModelCallException or FormatException)
            {
                Line(false, $"{name}: {variable} is set, but {e.Message}");
            }
        }
    }

    private void CheckDisk(string outFolder)
    {
        var folder = Path.GetFullPath(Directory.Exists(outFolder) ? outFolder : ".");
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            Line(free >= LittleDiskBytes, $"disk: {free >> 20:N0} MiB free for {outFolder}" + (free < LittleDiskBytes ? "; make room, a large run needs about 1 GiB" : ""));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Line(false, $"disk: {outFolder} cannot be looked at: {e.Message}");
        }
    }

    /// <summary>How late timers come is how late clock marks may be taken.</summary>
    private async Task CheckTimerAsync()
    {
        var late = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await Task.Delay(5);
            late.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds - 5);
        }

        var p95 = late.Order().ElementAt(37);
        Line(p95 <= 5, $"clock: resolution {1e9 / Stopwatch.Frequency:0} ns; timers come {Math.Max(0, p95):0.0} ms late at the 95th percentile"
            + (p95 > 5 ? "; this machine is busy, and its times to first token will be off by as much" : ""));
    }

    private async Task<int> CheckSandboxesAsync(CancellationToken ct)
    {
        var escaped = 0;
        int? failed = null;
        try
        {
            await using var roslyn = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), ct);
            Line(roslyn.Isolation != IsolationLevel.Process, roslyn.Isolation == IsolationLevel.Process
                ? "sandbox roslyn: plain processes (reduced isolation). On Debian and Ubuntu: apt-get install bubblewrap; where it is installed, user namespaces may be switched off (Ubuntu: kernel.apparmor_restrict_unprivileged_userns)."
                : $"sandbox roslyn: isolation {roslyn.Isolation.ToString().ToLowerInvariant()}");
            escaped += await ProbeAsync(roslyn, "csharp", ct);
        }
        catch (SandboxUnavailableException e)
        {
            Line(false, $"sandbox roslyn: {e.Message}");
            failed = ExitCode.Infrastructure;
        }

        try
        {
            await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1, Say = terminal.Say }, ct);
            Line(true, $"sandbox docker: engine {docker.EngineVersion}, {Describe(await docker.ImagesAsync(ct))}; needed for {string.Join(", ", docker.Languages.Where(language => language != "csharp").Order())}");
            foreach (var language in docker.Languages.Order())
            {
                escaped += await ProbeAsync(docker, language, ct);
            }
        }
        catch (SandboxUnavailableException e)
        {
            // Only tasks in other languages than C# need it.
            Line(null, $"sandbox docker: {e.Message}");
        }

        escaped += await ProbeWorkingCopiesAsync(ct);
        if (failed is null)
        {
            terminal.Print(escaped == 0 ? "Everything that was tried is contained." : $"{escaped} of the probes are not contained on this machine: do not run answers of models you do not trust.");
        }

        return failed ?? ExitCode.Done;
    }

    /// <summary>What agents work in, and the patches of issue tasks are tested in.</summary>
    private async Task<int> ProbeWorkingCopiesAsync(CancellationToken ct)
    {
        var escaped = 0;
        try
        {
            await using var workspaces = await DockerWorkspaces.StartAsync(new WorkspaceOptions { Say = terminal.Say }, ct);
            Line(true, $"issue tasks: environments {string.Join(", ", workspaces.Environments.Select(environment => environment.Name))}");
            await foreach (var (name, isContained, evidence) in WorkspaceProbeRunner.RunAsync(workspaces, _ => true, ct))
            {
                escaped += isContained ? 0 : 1;
                Line(isContained, $"  working copy, {name}: {(isContained ? "contained" : "NOT CONTAINED")} ({evidence})");
            }
        }
        catch (SandboxUnavailableException e)
        {
            Line(null, $"issue tasks: {e.Message}");
        }

        return escaped;
    }

    private static string Describe(IReadOnlyList<OwnImage> images) =>
        $"{images.Count} images of ours, {images.Sum(image => image.Bytes) >> 20:N0} MiB"
        + (images.Count(image => !image.IsCurrent) is var old and > 0 ? $", of which {old} are copies of repositories or of other versions ('doctor --gc' removes them)" : "");

    private async Task<int> BuildImagesAsync(CancellationToken ct)
    {
        await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions { Say = terminal.Say }, ct);
        await docker.PrepareAsync(docker.Languages);
        await using var workspaces = await DockerWorkspaces.StartAsync(new WorkspaceOptions { Say = terminal.Say }, ct);
        foreach (var environment in workspaces.Environments.Where(environment => BundledEnvironments.Contains(environment.Name)))
        {
            await workspaces.EnsureEnvironmentImageAsync(environment, ct);
        }

        terminal.Print(Describe(await docker.ImagesAsync(ct)));
        return ExitCode.Done;
    }

    private async Task<int> CollectAsync(CancellationToken ct)
    {
        await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions(), ct);
        var before = await docker.ImagesAsync(ct);
        terminal.Print("before: " + Describe(before));
        foreach (var image in before.Where(image => !image.IsCurrent))
        {
            var isGone = await docker.RemoveAsync(image, ct);
            Line(isGone, $"{image.Name}, {image.Bytes >> 20:N0} MiB: {(isGone ? "removed" : "in use, kept")}");
        }

        terminal.Print("after:  " + Describe(await docker.ImagesAsync(ct)));
        return ExitCode.Done;
    }

    private async Task<int> ProbeAsync(ISandbox sandbox, string language, CancellationToken ct)
    {
        var escaped = 0;
        await foreach (var result in ProbeRunner.RunAsync(sandbox, language, ct))
        {
            escaped += result.IsContained ? 0 : 1;
            Line(result.IsContained, $"  {sandbox.Name}, {language}, {result.Name}: {(result.IsContained ? "contained" : "NOT CONTAINED")} ({result.Evidence})");
        }

        return escaped;
    }
}
