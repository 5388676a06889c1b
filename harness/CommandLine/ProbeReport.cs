using Eval.Harness.Console;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Roslyn;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.CommandLine;

/// <summary>Runs every probe of every sandbox that there is, with its control, and lists them by shape.</summary>
internal sealed class ProbeReport(Terminal terminal, Action<bool?, string> line)
{
    private readonly Dictionary<ProbeShape, (int Held, int Tried)> _counts = [];

    /// <summary>Returns how many probes there are for the languages and for working copies.</summary>
    public static int Count(IEnumerable<string> languages)
    {
        var nowhere = new ProbeTargets(1, "/x");
        return languages.Sum(language => ProbeCatalog.Create(language, nowhere).Count) + WorkspaceProbe.All(nowhere).Count;
    }

    /// <summary>Runs them; returns how many got through.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var escaped = 0;
        try
        {
            await using var roslyn = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), ct);
            escaped += await ProbeAsync(roslyn, "csharp", ct);
        }
        catch (SandboxUnavailableException e)
        {
            line(null, $"sandbox roslyn: {e.Message}");
        }

        try
        {
            await using var docker = await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1, Say = terminal.Say }, ct);
            foreach (var language in docker.Languages.Order())
            {
                escaped += await ProbeAsync(docker, language, ct);
            }
        }
        catch (SandboxUnavailableException e)
        {
            line(null, $"sandbox docker: {e.Message}");
        }

        escaped += await ProbeWorkingCopiesAsync(ct);
        foreach (var (shape, (held, tried)) in _counts.OrderBy(count => count.Key))
        {
            line(held == tried, $"{shape.Describe()}: {held} of {tried} probes held, the control of each passed");
        }

        return escaped;
    }

    private async Task<int> ProbeAsync(ISandbox sandbox, string language, CancellationToken ct)
    {
        var escaped = 0;
        ProbeShape? shape = null;
        await foreach (var result in ProbeRunner.RunAsync(sandbox, language, ct))
        {
            if (shape != result.Probe.Shape)
            {
                shape = result.Probe.Shape;
                terminal.Print($"{sandbox.Name}, {language}: {shape.Value.Describe()}");
            }

            escaped += result.IsContained ? 0 : 1;
            var (held, tried) = _counts.GetValueOrDefault(result.Probe.Shape);
            _counts[result.Probe.Shape] = (held + (result.IsContained ? 1 : 0), tried + 1);
            line(result.IsContained, $"  {result.Probe.Name}: {(result.IsContained ? "held" : "FAILED")} ({result.Evidence})");
        }

        return escaped;
    }

    private async Task<int> ProbeWorkingCopiesAsync(CancellationToken ct)
    {
        var escaped = 0;
        try
        {
            await using var workspaces = await DockerWorkspaces.StartAsync(new WorkspaceOptions { Say = terminal.Say }, ct);
            terminal.Print("working copies");
            await foreach (var (name, isContained, evidence) in WorkspaceProbeRunner.RunAsync(workspaces, _ => true, ct))
            {
                escaped += isContained ? 0 : 1;
                line(isContained, $"  {name}: {(isContained ? "held" : "FAILED")} ({evidence})");
            }
        }
        catch (SandboxUnavailableException e)
        {
            line(null, $"issue tasks: {e.Message}");
        }

        return escaped;
    }
}
