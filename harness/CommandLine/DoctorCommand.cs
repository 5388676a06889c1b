using System.CommandLine;
using System.Diagnostics;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Sandboxes;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Roslyn;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Checks the machine and says how to mend what is missing.</summary>
internal sealed class DoctorCommand(Terminal terminal, TimeProvider time)
{
    private const long LittleDiskBytes = 1L << 30;

    public Command Create()
    {
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs, to be checked for space. Default: runs." };
        var command = new Verb(
            "doctor",
            "Check this machine: keys, endpoint, disk, clock, and what the sandbox really contains (each escape probe is run).",
            "Examples:\n  doctor\n  doctor --out /data/runs") { outFolder };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(outFolder) ?? new RunOptions().Out, ct));
        return command;
    }

    private async Task<int> RunAsync(string outFolder, CancellationToken ct)
    {
        terminal.Print($"Eval {Provenance.ProgramVersion}, {Provenance.Machine().Runtime}, {Provenance.Machine().OperatingSystem}, {Environment.ProcessorCount} processors");
        await CheckEndpointAsync(ct);
        CheckDisk(outFolder);
        await CheckTimerAsync();
        return await CheckSandboxAsync(ct);
    }

    private void Line(bool? isGood, string text) =>
        terminal.Print($"{isGood switch { true => "ok      ", false => "PROBLEM ", _ => "note    " }}{Terminal.Printable(text)}");

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

    private async Task<int> CheckSandboxAsync(CancellationToken ct)
    {
        RoslynSandbox sandbox;
        try
        {
            sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), ct);
        }
        catch (SandboxUnavailableException e)
        {
            Line(false, $"sandbox: {e.Message}");
            return ExitCode.Infrastructure;
        }

        await using var _ = sandbox;
        Line(sandbox.Isolation != IsolationLevel.Process, sandbox.Isolation == IsolationLevel.Process
            ? "sandbox: roslyn in plain processes (reduced isolation). On Debian and Ubuntu: apt-get install bubblewrap; where it is installed, user namespaces may be switched off (Ubuntu: kernel.apparmor_restrict_unprivileged_userns)."
            : $"sandbox: roslyn, isolation {sandbox.Isolation.ToString().ToLowerInvariant()}");
        var escaped = 0;
        await foreach (var result in ProbeRunner.RunAsync(sandbox, ct))
        {
            escaped += result.IsContained ? 0 : 1;
            Line(result.IsContained, $"  {result.Name}: {(result.IsContained ? "contained" : "NOT CONTAINED")} ({result.Evidence})");
        }

        terminal.Print(escaped == 0 ? "Everything that was tried is contained." : $"{escaped} of the probes are not contained on this machine: do not run answers of models you do not trust.");
        return ExitCode.Done;
    }
}
