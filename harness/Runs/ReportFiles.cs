using Eval.Harness.CommandLine;
using Eval.Harness.Issues;
using Eval.Reports;
using Eval.Reports.Charts;
using Eval.Reports.Csv;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Html;
using Eval.Reports.Markdown;
using Eval.Reports.Storage;

namespace Eval.Harness.Runs;

/// <summary>Writes all files of a run's folder from the store.</summary>
internal static class ReportFiles
{
    public static async Task<RunResults> WriteAsync(IRunStore store, string runId, string folder, CancellationToken ct)
    {
        var results = await ReadAsync(store, runId, ct);
        await WriteAsync(results, folder, ct);
        return results;
    }

    /// <summary>Writes what can be written of results, wherever they come from.</summary>
    public static async Task WriteAsync(RunResults results, string folder, CancellationToken ct)
    {
        var output = Directory.CreateDirectory(folder);
        IReport[] reports = [new AttemptsCsv(), new SummaryCsv(), new SamplesJsonl(), new SweBenchFiles(), new ManifestFile(), new ChartFiles(), new HtmlReport(), new MarkdownSummary()];
        foreach (var report in reports)
        {
            await report.WriteAsync(results, output, ct);
        }
    }

    /// <summary>Reads a run, looks at it in the light of those before, and checks the gates it was started with.</summary>
    private static async Task<RunResults> ReadAsync(IRunStore store, string runId, CancellationToken ct)
    {
        var results = await RunLoader.LoadAsync(store, runId, ct);
        results = results with { Drift = await DriftAnalysis.OfAsync(store, results, ct) };
        var gates = StoredOptions.Gates(results.Run.Options);
        return gates.Count == 0 ? results : results with { Gates = await GateChecker.CheckAsync(results, gates, other => Baselines.FindAsync(store, results.Run, other, ct)) };
    }
}
