using System.Diagnostics;
using System.Globalization;
using System.Text;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Results.Tables;

namespace Eval.Benchmarks.Statistics;

/// <summary>
/// Summarises 50 models × 2,000 tasks × 10 samples with an interval for every model and class: from attempts in memory, from a store and
/// from a table. Each way runs in a process of its own, so that its peak memory is its own.
/// <c>--out DIR [--attempts 1000000]</c>; a store and a table that are there already are used again.
/// </summary>
internal static class LargeSummaryBenchmark
{
    private const string RunId = "20260101-000000-summary";
    private const int Models = 50;
    private const int Samples = 10;

    // Writes that wait together share a flush.
    private const int Writers = 512;

    public static async Task<int> RunAsync(string[] args)
    {
        var attempts = int.Parse(Arguments.Value(args, "--attempts") ?? "1000000", CultureInfo.InvariantCulture);
        var output = Directory.CreateDirectory(Arguments.Value(args, "--out") ?? "large-summary").FullName;
        var table = Path.Combine(output, "table.csv");
        if (!File.Exists(table))
        {
            await WriteTableAsync(table, attempts);
        }

        if (!RunStore.Exists(output))
        {
            await FillAsync(output, attempts);
        }

        foreach (var (way, source) in new[] { ("memory", ""), ("store", output), ("table", table) })
        {
            var (exitCode, said, error) = await ChildProcess.RunAsync(Environment.ProcessPath!,
                ["large-summary-part", way, attempts.ToString(CultureInfo.InvariantCulture), source]);
            Console.Write(said + error);
            if (exitCode != 0)
            {
                return exitCode;
            }
        }

        return 0;
    }

    public static async Task<int> PartAsync(string[] args)
    {
        var (way, attempts, source) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var summary = way switch
        {
            "memory" => RunSummarizer.Summarize(Run(attempts), Made(attempts, ref watch, ref before)),
            "store" => await OfStoreAsync(source),
            _ => OutcomeTable.Read(source).Summary,
        };
        var withInterval = summary.Rows.Count(row => row.PassAt1 is { } rate && double.IsFinite(rate.High) && rate.High > rate.Low);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{way}: {summary.Rows.Sum(row => row.Class == SummaryRow.All ? row.Attempts : 0)} attempts, {summary.Rows.Count} rows, "
                + $"{withInterval} with an interval: {watch.Elapsed.TotalSeconds:0.0} s, "
                + $"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} s of processor time, peak "
                + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        return 0;
    }

    private static async Task<RunSummary> OfStoreAsync(string folder)
    {
        await using var store = await RunStore.OpenReadOnlyAsync(folder, CancellationToken.None);
        return (await RunLoader.LoadAsync(store, RunId, CancellationToken.None)).Summary;
    }

    /// <summary>Makes the attempts; the clocks start when they are there.</summary>
    private static List<Attempt> Made(int attempts, ref Stopwatch watch, ref TimeSpan before)
    {
        List<Attempt> made = [.. All(attempts, asRead: true)];
        (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        return made;
    }

    private static Run Run(int attempts) => SyntheticRun.Run(RunId, attempts, Models, Samples, datasets: 1);

    /// <summary>Makes up the attempts.</summary>
    /// <param name="asRead">With what a store's reader keeps when it leaves texts out: no hashes of requests, and texts that repeat
    /// once.</param>
    /// <param name="attempts">How many.</param>
    private static IEnumerable<Attempt> All(int attempts, bool asRead)
    {
        var random = new Random(1);
        for (var i = 0; i < attempts; i++)
        {
            var attempt = SyntheticRun.Attempt(RunId, i, Models, Samples, random, datasets: 1, withTexts: false);
            yield return !asRead ? attempt : attempt with
            {
                RequestHash = null,
                Usage = attempt.Usage with { Raw = null },
                Key = attempt.Key with { TaskId = string.Intern(attempt.Key.TaskId), Model = string.Intern(attempt.Key.Model) },
                TaskHash = string.Intern(attempt.TaskHash!),
                ServedModel = attempt.ServedModel is { } served ? string.Intern(served) : null,
                Error = attempt.Error is { } error ? string.Intern(error) : null,
            };
        }
    }

    private static async Task FillAsync(string folder, int attempts)
    {
        var (watch, unfinished) = (Stopwatch.StartNew(), Directory.CreateDirectory(folder + ".unfinished").FullName);
        Directory.Delete(unfinished, recursive: true);
        await using (var store = await RunStore.OpenAsync(unfinished, CancellationToken.None))
        {
            await store.CreateRunAsync(Run(attempts), CancellationToken.None);
            foreach (var some in All(attempts, asRead: false).Chunk(Writers))
            {
                await Task.WhenAll(some.Select(attempt => store.SaveAttemptAsync(attempt, CancellationToken.None)));
            }
        }

        StoredGrowth.Take(unfinished, folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"store filled in {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private static async Task WriteTableAsync(string path, int attempts)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await file.WriteLineAsync("task_id,model,sample,class,outcome,cost_usd,latency_ms,ttft_ms,input_tokens,output_tokens");
        foreach (var a in All(attempts, asRead: false))
        {
            await file.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{a.Key.TaskId},{a.Key.Model},{a.Key.Sample},{a.Class},{a.Verdict.Name()},{a.CostUsd},"
                    + $"{a.Timing?.Total.TotalMilliseconds},{a.Timing?.FirstContent?.TotalMilliseconds},"
                    + $"{a.Usage.InputTokens},{a.Usage.OutputTokens}"));
        }
    }
}
