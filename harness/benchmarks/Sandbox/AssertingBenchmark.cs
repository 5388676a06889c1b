using System.Globalization;
using Eval.Sandboxes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Benchmarks.Sandbox;

/// <summary>
/// Processor time per C# answer whose tests are assertions, in turn: beside the answer, and in another process; for answers to one task,
/// and to several in turn. Counts the processor time of the whole machine, so nothing else may run.
/// </summary>
internal static class AssertingBenchmark
{
    private const int Warm = 40;
    private const int Measured = 100;
    private const int Tasks = 10;

    private const string Answer = """
        public record Item(string Name, int Count);
        public class Stock
        {
            private readonly Dictionary<string, Item> _items = new();
            public IReadOnlyCollection<Item> Items => _items.Values;
            public event Action<Item> Changed;
            public void Add(string name, int count)
            {
                if (count <= 0) throw new ArgumentOutOfRangeException(nameof(count));
                var item = new Item(name, count + (_items.TryGetValue(name, out var old) ? old.Count : 0));
                _items[name] = item;
                Changed?.Invoke(item);
            }
            public List<Item> Largest(int most) => _items.Values.OrderByDescending(item => item.Count).Take(most).ToList();
        }
        """;

    private const string Tests = """
        namespace Eval.Tests
        {
            using global::System; using global::System.Collections.Generic; using global::System.Linq; using global::Xunit;
            public class StockTests
            {
                public void Adds() { var stock = new Stock(); stock.Add("a", 2); stock.Add("a", 3); Assert.Equal(new Item("a", 5), Assert.Single(stock.Items)); }
                public void Orders() { var stock = new Stock(); for (var i = 1; i < 9; i++) stock.Add($"n{i}", i); Assert.Equal(new[] { "n8", "n7" }, stock.Largest(2).Select(item => item.Name)); }
                public void Tells() { var stock = new Stock(); var seen = new List<Item>(); stock.Changed += seen.Add; stock.Add("b", 4); Assert.Equal(new Item("b", 4), seen[0]); }
                public void Refuses() => Assert.Throws<ArgumentOutOfRangeException>(() => new Stock().Add("c", 0));
            }
        }
        """;

    private const string Driver = """
        internal static class EvalDriver
        {
            public static void Run()
            {
                global::Eval.Runtime.Checks.Run(0, () => new global::Eval.Tests.StockTests().Adds());
                global::Eval.Runtime.Checks.Run(1, () => new global::Eval.Tests.StockTests().Orders());
                global::Eval.Runtime.Checks.Run(2, () => new global::Eval.Tests.StockTests().Tells());
                global::Eval.Runtime.Checks.Run(3, () => new global::Eval.Tests.StockTests().Refuses());
            }
        }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), CancellationToken.None);
        var together = Enumerable.Range(0, Tasks).Select(Together).ToList();
        var apart = new List<ExecutionRequest>();
        foreach (var request in together)
        {
            var split = await sandbox.SplitAsync(request, CancellationToken.None);
            apart.Add(request with { ForbidReflection = false,
                Checker = split.Program ?? throw new InvalidOperationException(split.Refusal) });
        }

        await ManyAsync(sandbox, together, Warm);
        await ManyAsync(sandbox, apart, Warm);
        for (var round = 1; round <= rounds; round++)
        {
            await CompareAsync(sandbox, $"round {round}, one task", together[..1], apart[..1]);
            await CompareAsync(sandbox, $"round {round}, {Tasks} tasks", together, apart);
        }

        return 0;
    }

    private static ExecutionRequest Together(int task) => new()
    {
        Language = "csharp",
        Files =
        [
            new SourceFile("Answer.cs", Answer), new SourceFile("Driver.cs", Driver, IsTrusted: true),
            new SourceFile("Tests.cs", Tests.Replace("class StockTests", $"class StockTests /* {task} */", StringComparison.Ordinal)
                .Replace("\"a\"", $"\"a{task}\"", StringComparison.Ordinal), IsTrusted: true),
        ],
        ForbidReflection = true,
    };

    private static async Task CompareAsync(RoslynSandbox sandbox, string name, List<ExecutionRequest> together,
        List<ExecutionRequest> apart)
    {
        var (beside, outside) = (await ManyAsync(sandbox, together, Measured), await ManyAsync(sandbox, apart, Measured));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: tests beside the answer {beside:0.0} ms CPU an answer; in another process {outside:0.0} ms = "
                + $"{outside / beside:0.00} ×"));
    }

    private static async Task<double> ManyAsync(RoslynSandbox sandbox, List<ExecutionRequest> requests, int count)
    {
        var before = Machine.BusyTime();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (i, ct) =>
        {
            var result = await sandbox.ExecuteAsync(requests[i % requests.Count], ct);
            if (result.Status != ExecutionStatus.Completed || result.Observations.Any(seen => seen.Kind != ObservationKind.Held))
            {
                throw new InvalidOperationException($"{result.Status} {result.Reason} {string.Join(" ", result.Diagnostics.Take(1))} "
                    + $"{result.Observations.FirstOrDefault(seen => seen.Kind != ObservationKind.Held)}");
            }
        });
        return (Machine.BusyTime() - before).TotalMilliseconds / count;
    }
}
