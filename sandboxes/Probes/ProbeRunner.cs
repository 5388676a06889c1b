using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Probes;

/// <summary>Runs hostile programs against a real sandbox and says which of them got through.</summary>
public static class ProbeRunner
{
    /// <summary>The words with which a probe tells that it got through.</summary>
    public const string Escaped = "GOT THROUGH";

    private const string CSharp = "csharp";
    private static readonly ConditionalWeakTable<ISandbox,
        ConcurrentDictionary<(string Language, string Answer, string Tests, string Check), ExecutionResult>> Controls = [];
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(2) };

    /// <summary>
    /// Runs every probe of a language; a canary in this process's environment and in a file, and a listener on loopback, are there to be
    /// found.
    /// </summary>
    public static IAsyncEnumerable<ProbeResult> RunAsync(ISandbox sandbox, string language, CancellationToken ct) =>
        RunAsync(sandbox, language, _ => true, ct);

    /// <summary>Runs some of a language's probes.</summary>
    public static async IAsyncEnumerable<ProbeResult> RunAsync(
        ISandbox sandbox, string language, Func<SandboxProbe, bool> which, [EnumeratorCancellation] CancellationToken ct)
    {
        using var traps = new ProbeTraps();
        foreach (var probe in ProbeCatalog.Create(language, traps.Targets).Where(which).OrderBy(probe => probe.Shape))
        {
            var result = await RunAsync(sandbox, probe, ct);
            yield return traps.IsFileUntouched ? result
                : result with { IsContained = false, Evidence = "a file of this machine was changed" };
        }
    }

    /// <summary>Runs a probe's control, the probe, what looks for what it left, and an honest program after it.</summary>
    private static async Task<ProbeResult> RunAsync(ISandbox sandbox, SandboxProbe probe, CancellationToken ct)
    {
        var control = await ControlAsync(sandbox, probe with { Answer = probe.Control ?? HonestAnswer(probe.Language) }, ct);
        var result = await sandbox.ExecuteAsync(Hostile(probe), ct);
        for (var sample = 1; sample < probe.Samples && Fault(probe, result) is null; sample++)
        {
            result = await sandbox.ExecuteAsync(Hostile(probe), ct);
        }

        var next = probe.Next is { } answer ? await sandbox.ExecuteAsync(Hostile(probe with { Answer = answer }), ct) : null;
        var honest = await sandbox.ExecuteAsync(Honest(probe.Language, sandbox.Isolation), ct);
        var fault = !Passes(probe, control) ? $"its control does not pass: {Describe(control)}"
            : Fault(probe, result) is { } first ? first
            : next is not null && Fault(probe, next) is { } second ? $"the next answer: {second}"
            : honest is { Status: ExecutionStatus.Completed,
                Observations: [{ Kind: ObservationKind.Held } or { Kind: ObservationKind.Value, Text: "42" }] } ? null
            : $"the next program did not run: {Describe(honest)}";
        return new ProbeResult(probe, fault is null, fault ?? Describe(next ?? result), result);
    }

    /// <summary>Runs a control; one that several probes have in common is run once for a sandbox.</summary>
    private static async Task<ExecutionResult> ControlAsync(ISandbox sandbox, SandboxProbe control, CancellationToken ct)
    {
        var known = Controls.GetOrCreateValue(sandbox);
        var key = (control.Language, control.Answer, control.Tests, control.Check);
        if (!known.TryGetValue(key, out var result))
        {
            result = await sandbox.ExecuteAsync(Hostile(control), ct);
            if (Passes(control, result))
            {
                known[key] = result;
            }
        }

        return result;
    }

    /// <summary>Returns how a hostile answer got through; null where it did not.</summary>
    private static string? Fault(SandboxProbe probe, ExecutionResult result)
    {
        if (result.Observations.Select(seen => seen.Text).Append(result.Output)
            .FirstOrDefault(text => text.Contains(Escaped, StringComparison.Ordinal)) is { } escape)
        {
            return escape;
        }

        if ((probe.MustNotPass || probe.Language != CSharp) && Passes(probe, result))
        {
            return "false pass";
        }

        if (result.Status == ExecutionStatus.TestsUnusable)
        {
            return $"it is blamed on the tests: {result.Reason}";
        }

        // What uses everything up may take its container with it; what touches nobody else may not.
        return probe.Shape != ProbeShape.Resource && result.Reason == DockerSandbox.TookItsContainer ? result.Reason : null;
    }

    private static bool Passes(SandboxProbe probe, ExecutionResult result) =>
        result.Status == ExecutionStatus.Completed && result.Observations.Count > 0 && result.Observations.All(seen => IsPass(probe, seen));

    private static string HonestAnswer(string language) => language switch
    {
        CSharp => "public static class Attack { public static string Run() => \"right\"; }",
        "python" => "def f(*_):\n    return 42",
        _ => "const f = () => 42;",
    };

    /// <summary>A value is compared outside the process, so only the right one passes; an assertion is believed.</summary>
    private static bool IsPass(SandboxProbe probe, Observation seen) =>
        probe.ForbidReflection || probe.Language != CSharp || probe.Check.Contains("Checks.That", StringComparison.Ordinal)
        ? seen.Kind == ObservationKind.Held
        : seen is { Kind: ObservationKind.Value, Text: "\"right\"" };

    private static ExecutionRequest Hostile(SandboxProbe probe) => probe.Language == CSharp
        ? new ExecutionRequest
        {
            Language = CSharp,
            Files =
            [
                new SourceFile("Answer.cs", probe.Answer),
                new SourceFile("Driver.cs", $"internal static class EvalDriver {{ public static void Run() {{ {probe.Check}; }} }}",
                    IsTrusted: true),
            ],
            ForbidReflection = probe.ForbidReflection,
            Limits = Limits with { WallTime = probe.WallTime },
        }
        : Program(probe.Language, probe.Answer, probe.Tests) with { Limits = Limits with { WallTime = probe.WallTime } };

    /// <summary>A program that passes where nothing is broken, and nothing of the probe before it is left.</summary>
    private static ExecutionRequest Honest(string language, IsolationLevel isolation) => language switch
    {
        // Plain processes have this machine's own folder.
        CSharp when isolation == IsolationLevel.Process =>
            Values("public static class Honest { public static int Double(int x) => 2 * x; }"),
        CSharp => Values("public static class Honest { public static int Double(int x) => "
            + "System.IO.Directory.GetFileSystemEntries(\"/tmp\").Count(name => !name.Contains(\"dotnet\")) == 0 ? 2 * x : 0; }"),
        // The runner's two processes and its own.
        "python" => Program(language,
            "import os\ndef f():\n    return sum(p.isdigit() for p in os.listdir('/proc')), os.listdir('/tmp') + os.listdir('/dev/shm')",
                "assert f() == (3, [])"),
        "javascript" => Program(language,
            "const f = () => [...require('fs').readdirSync('/tmp'), ...require('fs').readdirSync('/dev/shm')];",
                "require('node:assert').deepStrictEqual(f(), []);"),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "no probes are known for it"),
    };

    private static ExecutionRequest Values(string honest) => new()
    {
        Language = CSharp,
        Files =
        [
            new SourceFile("Answer.cs", honest),
            new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() { "
                + "global::Eval.Runtime.Checks.Value(0, () => Honest.Double(21)); } }", IsTrusted: true),
        ],
    };

    private static ExecutionRequest Program(string language, string answer, string tests) => new()
    {
        Language = language,
        Files = [new SourceFile("answer", answer), new SourceFile("tests", tests, IsTrusted: true)],
        EntryPoints = ["f"],
        Limits = Limits,
    };

    private static string Describe(ExecutionResult result)
    {
        var seen = result.Reason ?? (result.Diagnostics.Count > 0 ? result.Diagnostics[0].Message
            : result.Observations.Count > 0 ? result.Observations[0].Text.Split('<')[0]
            + (result.Observations[0].Message is { } message ? ": " + message : "") : "");
        var line = seen.Replace('\r', ' ').Replace('\n', ' ');
        return $"{result.Status}{(line.Length > 0 ? ", " + (line.Length > 100 ? line[..100] + "…" : line) : "")}";
    }
}
