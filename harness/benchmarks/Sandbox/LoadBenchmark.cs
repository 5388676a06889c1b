using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.RealData;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Roslyn;

namespace Eval.Benchmarks.Sandbox;

/// <summary>
/// Do right answers stay right on a machine that others have loaded? Scores a data set's own solutions beside busy loops.
/// </summary>
internal static class LoadBenchmark
{
    private const string Usage = "load-test FILE [--busy 4] [--sandbox roslyn|docker] [--timeout 5]: a data set with references, or "
        + "poly-humaneval's gold solutions";

    /// <summary>What poly-humaneval's own evaluator puts in front of every solution.</summary>
    private const string PolyUsings =
        "using System.Numerics;\nusing System.Security.Cryptography;\nusing System.Text;\nusing System.Text.RegularExpressions;\n";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || !File.Exists(args[0]))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var tasks = await ReadAsync(args[0]);
        var cpu = double.Parse(Arguments.Value(args, "--timeout") ?? "5", CultureInfo.InvariantCulture);
        var limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(cpu), WallTime = TimeSpan.FromSeconds(3 * cpu) };
        await using ISandbox sandbox = Arguments.Value(args, "--sandbox") == "docker" || tasks[0].Language != "csharp"
            ? await DockerSandbox.StartAsync(new DockerSandboxOptions { Limits = limits, Say = Console.Error.WriteLine },
                CancellationToken.None)
            : await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), CancellationToken.None);
        var counted = new CountingSandbox(sandbox);
        var scorer = new FunctionScorer(counted, (ISyntaxReader)sandbox, limits, languages: sandbox as ILanguageCatalog);
        var loops = int.Parse(Arguments.Value(args, "--busy") ?? "4", CultureInfo.InvariantCulture);
        var busy = Enumerable.Range(0, loops).Select(_ => Process.Start("/bin/sh", ["-c", "while :; do :; done"])).ToList();
        try
        {
            return await ScoreAsync(tasks, scorer, counted, busy.Count);
        }
        finally
        {
            busy.ForEach(process => process.Kill());
        }
    }

    private static async Task<int> ScoreAsync(List<FunctionTask> tasks, FunctionScorer scorer, CountingSandbox sandbox, int busy)
    {
        var verdicts = new ConcurrentBag<(string Task, Verdict Verdict, string? Error)>();
        var clock = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(tasks, new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount },
            async (task, ct) =>
        {
            try
            {
                var scored = await scorer.ScoreCodeAsync(task, task.ReferenceSolution!, ct);
                verdicts.Add((task.Id, scored.Verdict, scored.Error));
            }
            catch (SandboxUnavailableException e)
            {
                verdicts.Add((task.Id, Verdict.SandboxError, e.Message));
            }
        });
        foreach (var (task, verdict, error) in verdicts.Where(scored => scored.Verdict != Verdict.Passed)
            .OrderBy(scored => scored.Task, StringComparer.Ordinal))
        {
            Console.WriteLine($"{task}: {verdict.Name()}, {error}");
        }

        var passed = verdicts.Count(scored => scored.Verdict == Verdict.Passed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{passed} of {tasks.Count} passed beside {busy} busy loops on {Environment.ProcessorCount} processors in "
                + $"{Stopwatch.GetElapsedTime(clock).TotalSeconds:0.0} s; {sandbox}"));
        return passed == tasks.Count ? 0 : 1;
    }

    private static async Task<List<FunctionTask>> ReadAsync(string file)
    {
        var first = File.ReadLines(file).First();
        if (first.Contains("\"csharp_solution\"", StringComparison.Ordinal))
        {
            return File.ReadLines(file).Select(line => PolyHumanEval.Task(JsonDocument.Parse(line).RootElement))
                .Select(task => task with { ReferenceSolution = PolyUsings + task.ReferenceSolution }).ToList();
        }

        var tasks = new List<FunctionTask>();
        await foreach (var task in (await DatasetCatalog.BesideProgram.OpenAsync(file, CancellationToken.None))
            .ReadAsync(CancellationToken.None))
        {
            tasks.AddRange(task is FunctionTask { ReferenceSolution: not null } function ? [function] : []);
        }

        return tasks;
    }

    /// <summary>Notes what answers had of the processor and how many had to be repeated.</summary>
    private sealed class CountingSandbox(ISandbox inner) : ISandbox
    {
        private readonly ConcurrentBag<ExecutionResult> _results = [];

        public string Name => inner.Name;

        public IsolationLevel Isolation => inner.Isolation;

        public bool Runs(string language) => inner.Runs(language);

        public Task<string> FingerprintAsync(string language, CancellationToken ct) => inner.FingerprintAsync(language, ct);

        public async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
        {
            var result = await inner.ExecuteAsync(request, ct);
            _results.Add(result);
            return result;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public override string ToString()
        {
            double Longest(Func<ExecutionResult, TimeSpan?> time) => _results.Max(result => time(result) ?? TimeSpan.Zero).TotalSeconds;
            return string.Create(CultureInfo.InvariantCulture,
                $"{_results.Count(result => result.Executions > 1)} repeated, the longest {Longest(result => result.Duration):0.0} s on "
                    + $"the clock and {Longest(result => result.CpuTime):0.00} s of processor time, the longest compilation "
                    + $"{Longest(result => result.CompileDuration):0.0} s");
        }
    }
}
