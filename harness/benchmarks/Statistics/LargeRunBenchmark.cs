using System.Diagnostics;
using Eval.Reports;
using Eval.Reports.Csv;
using Eval.Reports.Records;
using Eval.Reports.Storage;

namespace Eval.Benchmarks.Statistics;

/// <summary>Fills a store with synthetic attempts and times what a report does with them: <c>--attempts 100000 --out DIR</c>.</summary>
internal static class LargeRunBenchmark
{
    private const string RunId = "20260101-000000-large";
    private const int Models = 10;
    private const int Samples = 5;
    private const int Writers = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        var attempts = int.Parse(Option(args, "--attempts") ?? "100000");
        var output = Directory.CreateDirectory(Option(args, "--out") ?? "large-run");
        var path = Path.Combine(output.FullName, "eval.db");
        if (!File.Exists(path))
            await Timed("fill", () => FillAsync(path, attempts));

        Console.WriteLine($"store: {new FileInfo(path).Length / 1e6:0.0} MB");
        await using var store = await SqliteRunStore.OpenReadOnlyAsync(path, CancellationToken.None);
        var all = Stopwatch.StartNew();
        RunResults? results = null;
        await Timed("load and summarise", async () => results = await RunLoader.LoadAsync(store, RunId, CancellationToken.None));
        foreach (var report in new IReport[] { new AttemptsCsv(), new SummaryCsv(), new SamplesJsonl() })
            await Timed(report.GetType().Name, () => report.WriteAsync(results!, output, CancellationToken.None));

        Console.WriteLine($"all: {all.Elapsed.TotalSeconds:0.0} s for {results!.Attempts.Count} attempts, {results.Summary.Rows.Count} rows");
        return 0;
    }

    private static async Task FillAsync(string path, int attempts)
    {
        await using var store = await SqliteRunStore.OpenAsync(path, CancellationToken.None);
        await store.CreateRunAsync(SyntheticRun.Run(RunId, attempts, Models, Samples), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = writer; i < attempts; i += Writers)
                await store.SaveAttemptAsync(SyntheticRun.Attempt(RunId, i, Models, Samples, random), CancellationToken.None);
        })));
    }

    private static async Task Timed(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        Console.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.00} s, peak {PeakMegabytes():0} MB");
    }

    /// <summary>Returns the largest memory this process ever had; the runtime's own number is not kept on Linux.</summary>
    private static double PeakMegabytes()
    {
        const string Field = "VmHWM:";
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

        var line = File.ReadLines(Status).First(text => text.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024 / 1e6;
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
