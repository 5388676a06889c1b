using System.Diagnostics;
using Eval.Reports.Charts;
using Eval.Reports.Html;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

/// <summary>How a report of 10,000 attempts, or 100,000, is written and opens.</summary>
[Trait("Needs", "Chromium")]
public sealed class LargeReportTests(ReportBrowser browser, ITestOutputHelper output) : IClassFixture<ReportBrowser>
{
    private const int Models = 10;

    [Theory]
    [InlineData(1_000, 2_000_000)]
    [InlineData(10_000, 12_000_000, Explicit = true)]
    public async Task Many_attempts_are_written_and_open(int tasks, int maxBytes)
    {
        var results = Results(tasks);
        var folder = Directory.CreateTempSubdirectory("eval-large-");
        var ct = TestContext.Current.CancellationToken;
        var before = GC.GetTotalMemory(forceFullCollection: true) >> 20;
        var peakBefore = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var watch = Stopwatch.StartNew();

        await new ChartFiles().WriteAsync(results, folder, ct);
        await new HtmlReport().WriteAsync(results, folder, ct);

        var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        output.WriteLine(
            $"written in {watch.Elapsed.TotalSeconds:0.0} s; heap before {before} MB, peak working set {peak} MB, before {peakBefore} MB");
        var size = new FileInfo(Path.Combine(folder.FullName, "report.html")).Length;
        output.WriteLine($"page {size / 1e6:0.0} MB, details "
            + $"{folder.GetFiles("*.js", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6:0.0} MB");
        await MeasureAsync(folder);
        folder.Delete(recursive: true);
        Assert.InRange(size, 1, maxBytes);
    }

    private async Task MeasureAsync(DirectoryInfo folder)
    {
        var watch = Stopwatch.StartNew();
        await using var report = await browser.OpenAsync(folder);
        output.WriteLine($"open and ready {watch.ElapsedMilliseconds} ms");
        foreach (var column in new[] { "latency", "task", "model", "cost" })
        {
            var ms = await report.Page.EvaluateAsync<double>($"() => {{ const t = performance.now(); "
                + $"document.querySelector('[data-sort={column}]').click(); document.body.offsetHeight; return performance.now() - t; }}");
            output.WriteLine($"sort by {column} {ms:0} ms");
        }

        var filter = await report.Page.EvaluateAsync<double>("""
            () => new Promise(done => { const t = performance.now(); const f = document.getElementById('f-verdict'); f.value = '!passed';
              f.dispatchEvent(new Event('input', { bubbles: true })); setTimeout(() => done(performance.now() - t)); })
            """);
        output.WriteLine($"filter {filter:0} ms");
        watch.Restart();
        await report.Page.ClickAsync("#rows a");
        await report.DetailAsync();
        output.WriteLine($"first detail {watch.ElapsedMilliseconds} ms");
        await report.AssertQuietAsync();
    }

    // The attempts are made while they are read, as the store does it, so that only what the reports keep is measured.
    private static ReportInput Results(int tasks)
    {
        var run = An.Run([.. Enumerable.Range(0, Models).Select(model => $"vendor/model-{model}")]);
        List<Attempt> attempts = [.. Enumerable.Range(0, Models * tasks).Select(i => Attempt(run, i, withTexts: false))];
        return new ReportInput(new RunResults
        {
            Run = run,
            Attempts = attempts,
            Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = _ => Enumerable.Range(0, Models * tasks).Select(i => Attempt(run, i, withTexts: true)).ToAsyncEnumerable(),
        });
    }

    private static Attempt Attempt(Run run, int number, bool withTexts)
    {
        var random = new Random(number);
        var task = number / Models;
        var ttft = 150 * Math.Exp(random.NextDouble());
        return An.Attempt($"task-{task:d5}", run.Models[number % Models].Name, 0, "mini", "class-" + task % 8) with
        {
            Verdict = (Verdict)Math.Max(0, random.Next(-8, 10)),
            Timing = An.Timing(ttft, ttft + random.Next(300, 4000)),
            CostUsd = random.Next(1, 9000) * 0.0000013m,
            Usage = An.Usage(random.Next(200, 900), random.Next(30, 700)),
            Texts = withTexts ? Texts(random, task) : null,
        };
    }

    private static AttemptTexts Texts(Random random, int task) => SampleRuns.Texts(task) with
    {
        Prompt = string.Concat(Enumerable.Range(0, 40).Select(line => $"line {line} of task {task} asks for something\n")),
        Reply = string.Concat(Enumerable.Range(0, 40).Select(_ => $"var x{random.Next()} = {random.Next()};\n")),
    };
}
