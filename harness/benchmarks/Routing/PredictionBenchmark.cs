using System.Globalization;
using System.Text.Json;
using Eval.Results;
using Eval.Results.Storage;
using Eval.Routing;

namespace Eval.Benchmarks.Routing;

/// <summary>
/// Do policies keep what their evaluation promised? For each seed a cascade is searched on one half of a set of tasks and then run live on
/// the other half; quality, cost and latency should lie in their predicted 95 % intervals 95 times in 100.
/// </summary>
internal static class PredictionBenchmark
{
    private const int DefaultSeeds = 20;
    private const int TasksPerHalf = 80;
    private static readonly string[] Scored = ["quality", "cost_per_task_usd", "latency_mean_ms"];

    public static async Task<int> RunAsync(string[] args)
    {
        var seeds = int.Parse(Arguments.Value(args, "--seeds") ?? $"{DefaultSeeds}", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("eval-predictions").FullName;
        try
        {
            var inside = new Dictionary<string, int>();
            for (var seed = 1; seed <= seeds; seed++)
            {
                var prediction = await OneAsync(seed, Path.Combine(folder, $"{seed}"));
                foreach (var metric in prediction.Metrics)
                {
                    inside[metric.Name] = inside.GetValueOrDefault(metric.Name) + (metric.IsInside ? 1 : 0);
                }

                Console.WriteLine(
                    $"seed {seed,2}: {string.Join("; ", prediction.Metrics.Where(metric => Scored.Contains(metric.Name)).Select(Line))}");
            }

            Console.WriteLine($"inside the predicted 95 % interval, of {seeds} seeds: "
                + $"{string.Join(", ", inside.Select(metric => $"{metric.Key} {metric.Value}"))}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Line(PredictedMetric metric) => string.Create(
        CultureInfo.InvariantCulture,
            $"{metric.Name} {metric.Measured:G4} in [{metric.Low:G4}, {metric.High:G4}]{(metric.IsInside ? "" : "  OUTSIDE")}");

    private static async Task<PolicyPrediction> OneAsync(int seed, string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "first.jsonl"),
            Enumerable.Range(0, TasksPerHalf).Select(task => Line(seed, task)));
        await File.WriteAllLinesAsync(Path.Combine(folder, "second.jsonl"),
            Enumerable.Range(TasksPerHalf, TasksPerHalf).Select(task => Line(seed, task)));
        var name = seed.ToString(CultureInfo.InvariantCulture);
        await EvalAsync(folder, "run", "--models", "sim/cheap,sim/strong", "--datasets", "first.jsonl", "--seed", name, "--quiet");
        await EvalAsync(folder, "route", "latest", "--baseline-model", "sim/strong", "--policy", "cascade", "--export", "json", "--to",
            ".");
        await EvalAsync(folder, "run", "--models", "policy:policy.json", "--datasets", "second.jsonl", "--seed", name, "--quiet");
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(folder, "runs"), CancellationToken.None);
        var run = (await store.ListRunsAsync(CancellationToken.None))[0];
        return PolicyPredictions.Create(await RunLoader.LoadAsync(store, run.Id, CancellationToken.None))[0];
    }

    private static async Task EvalAsync(string folder, params string[] arguments)
    {
        var result = await ChildProcess.RunAsync(ChildProcess.Harness, arguments, folder: folder);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)}: {result.Output}{result.Error}");
        }
    }

    /// <summary>
    /// A task with a loop and a condition, which a small mistake changes; the two calls that it shows do not catch every mistake.
    /// </summary>
    private static string Line(int seed, int number)
    {
        var random = new Random((1000 * seed) + number);
        var (start, step, modulus, rest, less) = (random.Next(-9, 10), random.Next(1, 9), random.Next(2, 6), random.Next(0, 2),
            random.Next(1, 5));
        int Value(int a, int b)
        {
            var total = start;
            for (var i = 0; i < b; i++)
            {
                total += (a + i) % modulus == rest ? i * step : -less;
            }

            return total;
        }

        var calls = new (int A, int B)[] { (0, 0), (1, 2), (1, 5), (2, 9), (3, 1), (4, 12), (7, 3), (10, 20) };
        return JsonSerializer.Serialize(new
        {
            id = $"loop-{number:000}",
            @class = "completion",
            difficulty = "complex",
            language = "csharp",
            entryPoint = "Solution.Total",
            prompt = $"Write a public static class Solution with a method `public static int Total(int a, int b)`. Begin with {start}. For "
                + $"each i from 0 to below b add i times {step} when (a + i) % {modulus} is {rest}, and take off {less} when it is not. "
                + "Return the result.",
            referenceSolution = $"public static class Solution\n{{\n    public static int Total(int a, int b)\n    {{\n        var total = "
                + $"{start};\n        for (var i = 0; i < b; i++)\n        {{\n            if ((a + i) % {modulus} == {rest})\n            "
                + $"{{\n                total += i * {step};\n            }}\n            else\n            {{\n                total -= "
                + $"{less};\n            }}\n        }}\n\n        return total;\n    }}\n}}\n",
            tests = calls.Select((call, index) => new { call = $"Solution.Total({call.A}, {call.B})", expected = Value(call.A, call.B),
                visible = index < 2 }),
        });
    }
}
