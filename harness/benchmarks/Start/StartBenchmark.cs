using System.Diagnostics;
using System.Globalization;
using Eval.Benchmarks.Sandbox;

namespace Eval.Benchmarks.Start;

/// <summary>
/// What people wait for at the beginning of each command, and how many methods are compiled meanwhile: commands of several builds of the
/// program in turn, the first of them being what the others are compared with. Containers are not in the processor time.
/// </summary>
internal static class StartBenchmark
{
    private const string Usage = "start [--rounds 10] [--human-eval HUMAN_EVAL_JSONL_GZ] PROGRAM…: built Eval.Harness programs";

    public static async Task<int> RunAsync(string[] args)
    {
        var programs = args.Where((word, at) => !IsOption(word) && (at == 0 || !IsOption(args[at - 1]))).Select(Path.GetFullPath).ToList();
        if (programs.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var rounds = int.Parse(Arguments.Value(args, "--rounds") ?? "10", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("eval-start").FullName;
        await using var server = await FirstCallServer.StartAsync();
        try
        {
            Console.WriteLine("| command | program | CPU, ms | | wall, ms | first call, ms | methods compiled |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var (name, arguments) in await CommandsAsync(Arguments.Value(args, "--human-eval"), folder))
            {
                var samples = programs.ToDictionary(program => program, _ => new List<StartSample>());
                // The first round fills caches and counts methods.
                var methods = new Dictionary<string, int>();
                foreach (var program in programs)
                {
                    methods[program] = await CountMethodsAsync(program, arguments, FolderOf(program), server);
                }

                for (var round = 0; round < rounds; round++)
                {
                    foreach (var program in programs)
                    {
                        samples[program].Add(await MeasureAsync(program, arguments, FolderOf(program), server, null));
                    }
                }

                foreach (var program in programs)
                {
                    Console.WriteLine(Row(name, program, samples[program], samples[programs[0]], methods[program]));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;

        string FolderOf(string program) => Directory.CreateDirectory(Path.Combine(folder, $"{programs.IndexOf(program)}")).FullName;
    }

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

    private static async Task<List<(string Name, string[] Arguments)>> CommandsAsync(string? humanEval, string folder)
    {
        List<(string, string[])> commands =
        [
            ("--help", ["--help"]),
            ("models", ["models"]),
            ("run, 2 C# answers", ["run", "--models", "one", "--datasets", "csharp", "--limit", "2", "-q", "--no-report"]),
        ];
        if (humanEval is not null)
        {
            var answers = await GradeBenchmark.WriteAsync(humanEval, folder, samples: 1);
            string[] grade = ["grade", "--datasets", Path.GetFullPath(humanEval), "--completions", answers, "-q"];
            commands.Add(("grade, 164 answers, no report", [.. grade, "--no-report"]));
            commands.Add(("grade, 164 answers", grade));
        }

        commands.Add(("report", ["report", "latest"]));
        return commands;
    }

    private static async Task<int> CountMethodsAsync(string program, string[] arguments, string folder, FirstCallServer server)
    {
        var file = Path.Combine(folder, "methods");
        File.Delete(file);
        await MeasureAsync(program, arguments, folder, server, file);
        return File.ReadLines(file).Count();
    }

    private static async Task<StartSample> MeasureAsync(
        string program, string[] arguments, string folder, FirstCallServer server, string? methodsFile)
    {
        var environment = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.Address + "/v1", ["OPENAI_API_KEY"] = "none" };
        if (methodsFile is not null)
        {
            (environment["DOTNET_JitStdOutFile"], environment["DOTNET_JitDisasmSummary"]) = (methodsFile, "1");
        }

        var before = ChildProcess.EndedDescendantsCpu();
        var clock = Stopwatch.GetTimestamp();
        var (exitCode, _, error) = await ChildProcess.RunAsync(program, arguments, environment, folder);
        var wall = Stopwatch.GetElapsedTime(clock);
        return exitCode == 0
            ? new StartSample(ChildProcess.EndedDescendantsCpu() - before, wall, server.FirstCallAfter(clock))
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    private static string Row(string name, string program, List<StartSample> samples, List<StartSample> first, int methods)
    {
        var calls = samples.Select(sample => sample.FirstCall).OfType<TimeSpan>().ToList();
        var (cpu, wall) = (Median(samples.Select(sample => sample.Cpu)), Median(samples.Select(sample => sample.Wall)));
        var ratio = cpu / Median(first.Select(sample => sample.Cpu));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {program} | {cpu:0} | × {ratio:0.00} | {wall:0} | {(calls.Count == 0 ? "" : $"{Median(calls):0}")} | {methods} |");
    }

    private static double Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
