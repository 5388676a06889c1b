using System.Diagnostics;
using System.Globalization;
using Eval.Sandboxes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Benchmarks.Sandbox;

/// <summary>
/// Processor time per C# answer, three ways in turn: this sandbox; a compiler process and a new process per answer; <c>dotnet build</c> and
/// <c>dotnet run</c> per answer. Counts the processor time of the whole machine, so nothing else may run.
/// </summary>
internal static class SandboxBenchmark
{
    private const int Warm = 200;
    private const int Measured = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("eval-sandbox").FullName;
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                var ours = await OursAsync();
                var separate = await CompilerProcessAsync(folder, 3);
                var build = await BuildAndRunAsync(folder);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: this sandbox {ours:0.0} ms CPU an answer; compiler process + new process {separate:0} ms = "
                        + $"{separate / ours:0.0} ×; dotnet build + run {build:0} ms = {build / ours:0} ×"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>5,000 answers one after the other: does anything grow?</summary>
    public static async Task<int> MemoryAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5000;
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), CancellationToken.None);
        var clock = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i += 500)
        {
            await Parallel.ForEachAsync(Enumerable.Range(i, 500), new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (number, ct) => await RunAsync(sandbox, number, ct));
            using var self = Process.GetCurrentProcess();
            var compiler = Process.GetProcesses().Where(process => process.ProcessName is "dotnet" or "bwrap")
                .Select(process => process.WorkingSet64).DefaultIfEmpty().Max();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i + 500} answers: harness {self.WorkingSet64 >> 20} MiB (managed {GC.GetTotalMemory(true) >> 20}), largest child "
                    + $"{compiler >> 20} MiB, {(i + 500) / Stopwatch.GetElapsedTime(clock).TotalSeconds:0.0} answers/s"));
        }

        return 0;
    }

    private static async Task<double> OursAsync()
    {
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), CancellationToken.None);
        for (var i = 0; i < Warm; i++)
        {
            await RunAsync(sandbox, i, CancellationToken.None);
        }

        var before = Machine.BusyTime();
        await Parallel.ForEachAsync(Enumerable.Range(0, Measured), new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (i, ct) => await RunAsync(sandbox, i, ct));
        return (Machine.BusyTime() - before).TotalMilliseconds / Measured;
    }

    private static async Task RunAsync(RoslynSandbox sandbox, int number, CancellationToken ct)
    {
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", Answers.Source(number)), new SourceFile("Driver.cs", $"internal static class EvalDriver "
                + $"{{ public static void Run() {{ global::Eval.Runtime.Checks.Value(0, () => {Answers.Call(number)}); }} }}")],
        };
        var result = await sandbox.ExecuteAsync(request, ct);
        if (result.Status != ExecutionStatus.Completed)
        {
            throw new InvalidOperationException(
                $"{result.Status} {result.Reason} {(result.Diagnostics.Count > 0 ? result.Diagnostics[0].Message : "")}");
        }
    }

    /// <summary>As MultiPL-E does it: the compiler as a process, then the program as a process.</summary>
    private static async Task<double> CompilerProcessAsync(string folder, int count)
    {
        var sdk = Path.GetDirectoryName((await ChildProcess.RunAsync("dotnet", ["--list-sdks"]))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1] is var line
            ? Path.Combine(line[(line.IndexOf('[') + 1)..line.IndexOf(']')], line.Split(' ')[0], "x") : "")!;
        var packs = Directory.GetDirectories(Path.Combine(sdk, "..", "..", "packs", "Microsoft.NETCore.App.Ref")).Order().Last();
        var references = Directory.GetFiles(Path.Combine(packs, "ref", "net10.0"), "*.dll").Select(file => "-r:" + file).ToList();
        var before = Machine.BusyTime();
        for (var i = 0; i < count; i++)
        {
            var source = Path.Combine(folder, "p.cs");
            await File.WriteAllTextAsync(source, Program(i));
            var compiled = await ChildProcess.RunAsync("dotnet",
                [Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"), "-nologo", "-out:" + Path.Combine(folder, "p.dll"), .. references,
                source]);
            await File.WriteAllTextAsync(Path.Combine(folder, "p.runtimeconfig.json"),
                "{\"runtimeOptions\":{\"framework\":{\"name\":\"Microsoft.NETCore.App\",\"version\":\"10.0.0\"}}}");
            var run = await ChildProcess.RunAsync("dotnet", [Path.Combine(folder, "p.dll")]);
            if (run.ExitCode != 0)
            {
                throw new InvalidOperationException(compiled.Output + run.Error);
            }
        }

        return (Machine.BusyTime() - before).TotalMilliseconds / count;
    }

    private static async Task<double> BuildAndRunAsync(string folder)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, "project")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "p.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(project, "p.cs"), Program(1));
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false" };
        var before = Machine.BusyTime();
        await ChildProcess.RunAsync("dotnet", ["build", "--nologo", "-v", "q"], environment, project);
        var run = await ChildProcess.RunAsync("dotnet", ["run", "--no-build"], environment, project);
        Directory.Delete(project, recursive: true);
        return run.ExitCode == 0 ? (Machine.BusyTime() - before).TotalMilliseconds : throw new InvalidOperationException(run.Error);
    }

    private static string Program(int number) =>
        $"using System; using System.Collections.Generic; using System.Linq;\n{Answers.Source(number)}\npublic static class P {{ public "
            + $"static void Main() => Console.WriteLine({Answers.Call(number)}); }}";
}
