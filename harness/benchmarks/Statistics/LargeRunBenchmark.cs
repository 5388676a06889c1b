using System.Diagnostics;
using System.Globalization;
using Eval.Results.Storage;

namespace Eval.Benchmarks.Statistics;

/// <summary>
/// Fills a store with synthetic attempts and lets the program itself write all files of that run: time and peak memory are what a user
/// sees.
/// <c>--attempts 100000 --out DIR</c>; a store that is there already is used again.
/// </summary>
internal static class LargeRunBenchmark
{
    private const string RunId = "20260101-000000-large";
    private const int Models = 10;
    private const int Samples = 5;
    private const int Writers = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        var attempts = int.Parse(Arguments.Value(args, "--attempts") ?? "100000", CultureInfo.InvariantCulture);
        var output = Directory.CreateDirectory(Arguments.Value(args, "--out") ?? "large-run");
        var watch = Stopwatch.StartNew();
        if (!RunStore.Exists(output.FullName))
        {
            await FillAsync(output.FullName, attempts);
            Say($"filled with {attempts} attempts in {watch.Elapsed.TotalSeconds:0.0} s");
        }

        watch.Restart();
        var (exitCode, said, error) = await ChildProcess.RunAsync(ChildProcess.Harness, ["report", RunId, "--out", output.FullName]);
        Say($"store of {output.EnumerateFiles("*.db").Sum(file => file.Length) / 1e6:0} MB: all files written in "
            + $"{watch.Elapsed.TotalSeconds:0.0} s, peak {ChildProcess.PeakOfEndedChildren() / 1e6:0} MB");
        Console.Write(said + error);
        foreach (var file in new DirectoryInfo(Path.Combine(output.FullName, RunId)).EnumerateFiles("*", SearchOption.AllDirectories)
            .OrderByDescending(file => file.Length).Take(12))
        {
            Say($"  {Path.GetRelativePath(output.FullName, file.FullName)}  {file.Length / 1e6:0.00} MB");
        }

        return exitCode;
    }

    private static async Task FillAsync(string folder, int attempts)
    {
        await using var store = await RunStore.OpenAsync(folder, CancellationToken.None);
        await store.CreateRunAsync(SyntheticRun.Run(RunId, attempts, Models, Samples), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = writer; i < attempts; i += Writers)
            {
                await store.SaveAttemptAsync(SyntheticRun.Attempt(RunId, i, Models, Samples, random), CancellationToken.None);
            }
        })));
    }

    private static void Say(string text) => Console.WriteLine(text);
}
