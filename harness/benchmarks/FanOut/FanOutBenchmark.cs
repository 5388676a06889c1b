using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Eval.Benchmarks.FanOut;

/// <summary>
/// The whole program on 1,000 calls: two models, 64 connections, an endpoint that answers in 400 ms, so 6.25 s at best. Prints the time the
/// endpoint saw from the first request to the last answer, and the program's processor time per call above that of an empty run.
/// </summary>
internal static class FanOutBenchmark
{
    private const int Calls = 1000;
    private const int Connections = 64;
    private const double IdealMs = Calls * 400.0 / Connections;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("eval-fan-out").FullName;
        var tasks = Path.Combine(folder, "tasks.jsonl");
        await File.WriteAllLinesAsync(tasks, Enumerable.Range(0, Calls / 2).Select(Task));
        using var server = ChildProcess.Start(Environment.ProcessPath!, ["fan-out-server"]);
        var address = (await server.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                var (emptySeconds, emptyCpu, _) = await RunOnceAsync(folder, tasks, address, limit: 1);
                await client.PostAsync(new Uri("/reset", UriKind.Relative), null);
                var (seconds, cpu, json) = await RunOnceAsync(folder, tasks, address, limit: null);
                var span = (await client.GetStringAsync(new Uri("/span", UriKind.Relative))).Split(' ').Select(double.Parse).ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"round {round + 1}: {span[0]:0} calls in {span[1] / 1000:0.00} s = {span[1] / IdealMs:0.00} × ideal; "
                    + $"CPU {(cpu - emptyCpu).TotalMilliseconds / (Calls - 2):0.00} ms a call; whole program {seconds:0.0} s "
                    + $"({emptySeconds:0.0} s with 2 calls), CPU {cpu.TotalSeconds:0.0} s"));
                Console.WriteLine("  " + json);
            }
        }
        finally
        {
            server.Kill();
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task<(double Seconds, TimeSpan Cpu, string Json)> RunOnceAsync(string folder, string tasks, string address,
        int? limit)
    {
        var before = ChildProcess.EndedDescendantsCpu();
        var clock = Stopwatch.GetTimestamp();
        List<string> arguments = ["run", "--models", "one,two", "--datasets", tasks, "--max-connections", $"{Connections / 2}", "--out",
            Path.Combine(folder, "runs"), "--json", "--quiet"];
        if (limit is not null)
        {
            arguments.AddRange(["--limit", $"{limit}"]);
        }

        var environment = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = address + "/v1", ["OPENAI_API_KEY"] = "none" };
        var (_, output, error) = await ChildProcess.RunAsync(ChildProcess.Harness, arguments, environment, folder);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? error;
        return (seconds, ChildProcess.EndedDescendantsCpu() - before, last);
    }

    private static string Task(int number) => JsonSerializer.Serialize(new
    {
        id = $"task-{number:000}",
        @class = "completion",
        difficulty = "simple",
        language = "csharp",
        entryPoint = "Solution.F",
        prompt = $"Write a public static class Solution with an int F() that returns {number}.",
        tests = new[] { new { call = "Solution.F()", expected = number } },
    });
}
