using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Workspaces;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Checks the machine and says how to fix what is missing.</summary>
internal sealed class DoctorCommand(Terminal terminal, TimeProvider time)
{
    private const long LittleDiskBytes = 1L << 30;
    private static readonly TimeSpan EndpointTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SandboxTime = TimeSpan.FromSeconds(10);

    /// <summary>What the bundled issues run in; the other environments are those of public data sets.</summary>
    private static readonly string[] BundledEnvironments = ["dotnet", "python"];

    public Command Create()
    {
        var outFolder = new Option<string?>("--out") { HelpName = "DIR",
            Description = "Folder of all runs, to be checked for space. Default: runs." };
        var gc = new Option<bool>("--gc") { Description =
            "Instead: remove the container images of earlier versions of this program and of repositories' copies, and nothing else." };
        var probes = new Option<bool>("--probes") { Description = "Also run every probe: hostile answers of many shapes in each sandbox, "
            + "each with an honest one that must pass. Takes minutes." };
        var images = new Option<bool>("--images") { Description = "Instead: build the container images that languages and the bundled "
            + "issues run in, where they are missing, so that no run waits for them." };
        var command = new Verb(
            "doctor",
            "Check this machine in seconds: keys, endpoint, disk, clock, sandboxes and what answers can leave in them.",
            "Examples:\n  doctor\n  doctor --out /data/runs\n  doctor --probes\n  doctor --images\n  doctor --gc") { outFolder, probes,
                images, gc };
        command.SetAction((parsed, ct) => parsed.GetValue(gc) ? CollectAsync(ct)
            : parsed.GetValue(images) ? BuildImagesAsync(ct)
            : RunAsync(parsed.GetValue(outFolder) ?? new RunOptions().Out, parsed.GetValue(probes), ct));
        return command;
    }

    private async Task<int> RunAsync(string outFolder, bool withProbes, CancellationToken ct)
    {
        terminal.Print($"Eval {RunDetails.ProgramVersion}, {RunDetails.Machine().Runtime}, {RunDetails.Machine().OperatingSystem}, "
            + $"{Environment.ProcessorCount} processors");
        // By itself: it measures how late timers come.
        await CheckTimerAsync();
        CheckDisk(outFolder);
        terminal.Say($"trying endpoints and sandboxes, {SandboxTime.TotalSeconds:0} seconds at most …");
        var sandboxes = new SandboxCheck(terminal);
        // At once, and none longer than its time: what does not come to its end says so.
        List<Task<DoctorFindings>> checks =
        [
            DoctorFindings.CollectAsync("endpoints", EndpointTime, CheckEndpointAsync, ct),
            DoctorFindings.CollectAsync("sandbox roslyn", SandboxTime, SandboxCheck.CheckRoslynAsync, ct),
            DoctorFindings.CollectAsync("sandbox docker", SandboxTime, sandboxes.CheckDockerAsync, ct),
            DoctorFindings.CollectAsync("issue tasks", SandboxTime, sandboxes.CheckWorkingCopiesAsync, ct),
        ];
        var all = new List<DoctorFindings>();
        foreach (var check in checks)
        {
            var findings = await check;
            all.Add(findings);
            foreach (var (isGood, text) in findings.Lines)
            {
                Line(isGood, text);
            }
        }

        var escaped = all.Sum(findings => findings.Uncontained) + (withProbes ? await new ProbeReport(terminal, Line).RunAsync(ct) : 0);
        SayEnd(all, escaped, withProbes);
        return all.Any(findings => findings.HasFailed) ? ExitCode.Infrastructure : ExitCode.Done;
    }

    private void SayEnd(List<DoctorFindings> all, int escaped, bool withProbes)
    {
        terminal.Print(escaped == 0 ? "Everything that was tried is contained."
            : $"{escaped} of the things that were tried are not contained on this machine: do not run answers of models you do not trust.");
        foreach (var text in all.SelectMany(findings => findings.NotTried))
        {
            Line(null, $"not tried: {text}");
        }

        if (!withProbes)
        {
            var languages = DockerSandbox.LanguagesIn(new DockerSandboxOptions().ImagesFolder);
            Line(null, $"not tried: {ProbeReport.Count(languages)} probes of hostile answers and commands: "
                + "'doctor --probes', some minutes");
        }
    }

    private void Line(bool? isGood, string text) =>
        terminal.PrintLine($"{isGood switch { true => "ok      ", false => "PROBLEM ", _ => "note    " }}{text}");

    private async Task CheckEndpointAsync(DoctorFindings findings, CancellationToken ct)
    {
        var withKeys = ProviderPresets.All.Where(preset => preset.KeyVariable is { } variable
            && Environment.GetEnvironmentVariable(variable) is { Length: > 0 }).ToList();
        if (withKeys.Count == 0)
        {
            findings.Add(null, $"no key is set; for real models set {ProviderPresets.DefaultKeyVariable} (and "
                + $"{ProviderPresets.DefaultUrlVariable} for another endpoint). sim/ models need none.");
        }

        foreach (var (name, _, variable) in withKeys)
        {
            try
            {
                var provider = ProviderPresets.Find(name, Environment.GetEnvironmentVariable)!;
                var models = await EndpointModels.ListAsync(provider, time, ct);
                findings.Add(true, $"{name}: {variable} is set; {provider.BaseUrl.Authority} lists {models.Count} models");
            }
            catch (Exception e) when (e is ModelCallException or FormatException)
            {
                findings.Add(false, $"{name}: {variable} is set, but {e.Message}");
            }
        }
    }

    private void CheckDisk(string outFolder)
    {
        var folder = Path.GetFullPath(Directory.Exists(outFolder) ? outFolder : ".");
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            Line(free >= LittleDiskBytes, $"disk: {free >> 20:N0} MiB free for {outFolder}"
                + (free < LittleDiskBytes ? "; make room, a large run needs about 1 GiB" : ""));
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
            var start = time.GetTimestamp();
            await Task.Delay(5);
            late.Add(time.GetElapsedTime(start).TotalMilliseconds - 5);
        }

        var p95 = late.Order().ElementAt(37);
        Line(p95 <= 5, $"clock: resolution {1e9 / time.TimestampFrequency:0} ns; timers come {Math.Max(0, p95):0.0} ms late at the 95th "
            + "percentile"
            + (p95 > 5 ? "; this machine is busy, and its times to first token will be off by as much" : ""));
    }

    private async Task<int> BuildImagesAsync(CancellationToken ct)
    {
        await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions { Say = terminal.Say }, ct);
        await docker.PrepareAsync(docker.Languages);
        await using var workspaces = await DockerWorkspaces.StartAsync(new WorkspaceOptions { Say = terminal.Say }, ct);
        foreach (var environment in workspaces.Environments.Where(environment => BundledEnvironments.Contains(environment.Name)))
        {
            await workspaces.EnsureEnvironmentImageAsync(environment, ct);
        }

        terminal.Print(SandboxCheck.Describe(await docker.ImagesAsync(ct)));
        return ExitCode.Done;
    }

    private async Task<int> CollectAsync(CancellationToken ct)
    {
        await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions(), ct);
        var before = await docker.ImagesAsync(ct);
        terminal.Print("before: " + SandboxCheck.Describe(before));
        foreach (var image in before.Where(image => !image.IsCurrent))
        {
            var isGone = await docker.RemoveAsync(image, ct);
            Line(isGone, $"{image.Name}, {image.Bytes >> 20:N0} MiB: {(isGone ? "removed" : "in use, kept")}");
        }

        terminal.Print("after:  " + SandboxCheck.Describe(await docker.ImagesAsync(ct)));
        return ExitCode.Done;
    }
}
