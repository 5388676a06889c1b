namespace Eval.Sandboxes.Probes;

/// <summary>
/// Takes the inventory of a sandbox: an answer tries out all that it can write to and make, by the mounts and calls that there are, and a
/// second one looks for it.
/// </summary>
public static class InventoryTaker
{
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(5) };

    /// <summary>What keeps answers apart from the machine.</summary>
    private static readonly string[] Namespaces = ["ipc", "mnt", "net", "pid", "uts"];

    /// <summary>Takes it.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed, or the programs that try things out do not run.</exception>
    public static async Task<Inventory> TakeAsync(ISandbox sandbox, string language, CancellationToken ct)
    {
        var leaving = await RunAsync(sandbox, language, "leave", ct);
        var looking = await RunAsync(sandbox, language, "look", ct);
        var shared = from words in leaving
            where words[0] == "namespace" && Namespaces.Contains(words[1])
                && new FileInfo($"/proc/self/ns/{words[1]}").LinkTarget == words[2]
            select words[1];
        return new Inventory(Paths(leaving, "writable"), Paths(leaving, "made"), Paths(leaving, "refused"), shared.ToList(),
            Paths(looking, "left"));
    }

    private static List<string> Paths(List<string[]> lines, string kind) =>
        lines.Where(words => words[0] == kind).Select(words => string.Join(' ', words.Skip(1))).Distinct().ToList();

    private static async Task<List<string[]>> RunAsync(ISandbox sandbox, string language, string mode, CancellationToken ct)
    {
        var result = await sandbox.ExecuteAsync(Request(language, mode), ct);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        if (lines.Any(words => words[0] == "end"))
        {
            return lines;
        }

        var said = result.Observations.Select(seen => $"{seen.Text} {seen.Message}")
            .Concat(result.Diagnostics.Select(each => each.ToString()));
        throw new SandboxUnavailableException(
            $"What answers can leave cannot be found out in {language}: {result.Status} {result.Reason} {string.Join(' ', said)}");
    }

    private static ExecutionRequest Request(string language, string mode) => language switch
    {
        "csharp" => new ExecutionRequest
        {
            Language = language,
            Files =
            [
                new SourceFile("Answer.cs", CSharpInventory.Source),
                new SourceFile(
                    "Driver.cs",
                    $"internal static class EvalDriver {{ public static void Run() => global::Eval.Runtime.Checks.Value(0, () => "
                        + $"Attack.Inventory(\"{mode}\")); }}"),
            ],
            Limits = Limits,
        },
        "python" => Program(language, Python(mode), "assert f()"),
        "javascript" => Program(language, JavaScriptSystemProbes.Child(Python(mode), "inherit"), "require('assert')(f() === 42);"),
        _ => throw new SandboxUnavailableException($"nobody has written down how to find out what answers in {language} can leave"),
    };

    private static string Python(string mode) =>
        $"{PythonSystemProbes.Native}\n{PythonInventory.Source}\ndef f(): return inventory('{mode}')";

    private static ExecutionRequest Program(string language, string answer, string tests) => new()
    {
        Language = language,
        Files = [new SourceFile("answer", answer), new SourceFile("tests", tests, IsTrusted: true)],
        EntryPoints = ["f"],
        Limits = Limits,
    };
}
