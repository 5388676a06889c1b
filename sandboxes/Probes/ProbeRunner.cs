using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Eval.Sandboxes.Probes;

/// <summary>Runs hostile programs against a real sandbox and says which of them got through.</summary>
public static class ProbeRunner
{
    /// <summary>The words with which a probe tells that it got through.</summary>
    public const string Escaped = "GOT THROUGH";

    private const string CanaryVariable = "EVAL_PROBE_CANARY";
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromSeconds(5) };

    /// <summary>Runs every probe; a canary in this process's environment and a listener on loopback are there to be found.</summary>
    public static async IAsyncEnumerable<ProbeResult> RunAsync(ISandbox sandbox, [EnumeratorCancellation] CancellationToken ct)
    {
        Environment.SetEnvironmentVariable(CanaryVariable, "canary-value-4711");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        foreach (var probe in ProbeCatalog.All(((IPEndPoint)listener.LocalEndpoint).Port))
        {
            yield return await RunAsync(sandbox, probe, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one probe, and an honest program after it.</summary>
    public static async Task<ProbeResult> RunAsync(ISandbox sandbox, SandboxProbe probe, CancellationToken ct)
    {
        var driver = $"internal static class EvalDriver {{ public static void Run() {{ {probe.Check}; }} }}";
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", probe.Answer), new SourceFile("Driver.cs", driver)],
            ForbidReflection = probe.ForbidReflection,
            Limits = Limits,
        };
        var result = await sandbox.ExecuteAsync(request, ct).ConfigureAwait(false);
        var texts = result.Observations.Select(seen => seen.Text).Append(result.Output).ToList();
        var escape = texts.FirstOrDefault(text => text.Contains(Escaped, StringComparison.Ordinal));
        var passed = probe.MustNotPass && result.Status == ExecutionStatus.Completed
            && result.Observations.Count > 0 && result.Observations.All(seen => IsPass(probe, seen));
        var honest = await sandbox.ExecuteAsync(Honest(), ct).ConfigureAwait(false);
        var isAlive = honest is { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Value, Text: "42" }] };
        var evidence = escape ?? (passed ? "false pass" : !isAlive ? $"the next program did not run: {honest.Status} {honest.Reason}" : Describe(result));
        return new ProbeResult(probe.Name, escape is null && !passed && isAlive, evidence, result);
    }

    /// <summary>A value is compared outside the process, so only the right one passes; an assertion is believed.</summary>
    private static bool IsPass(SandboxProbe probe, Observation seen) => probe.ForbidReflection || probe.Check.Contains("Checks.That", StringComparison.Ordinal)
        ? seen.Kind == ObservationKind.Held
        : seen is { Kind: ObservationKind.Value, Text: "\"right\"" };

    private static ExecutionRequest Honest() => new()
    {
        Language = "csharp",
        Files =
        [
            new SourceFile("Answer.cs", "public static class Honest { public static int Double(int x) => 2 * x; }"),
            new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() { global::Eval.Runtime.Checks.Value(0, () => Honest.Double(21)); } }"),
        ],
    };

    private static string Describe(ExecutionResult result)
    {
        var seen = result.Reason ?? (result.Diagnostics.Count > 0 ? result.Diagnostics[0].Message
            : result.Observations.Count > 0 ? result.Observations[0].Text.Split('<')[0] + (result.Observations[0].Message is { } message ? ": " + message : "") : "");
        var line = seen.ReplaceLineEndings(" ");
        return $"{result.Status}{(line.Length > 0 ? ", " + (line.Length > 100 ? line[..100] + "…" : line) : "")}";
    }
}
