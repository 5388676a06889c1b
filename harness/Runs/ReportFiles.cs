using Eval.Harness.Issues;
using Eval.Reports;
using Eval.Reports.Charts;
using Eval.Reports.Csv;
using Eval.Reports.Html;
using Eval.Reports.Storage;

namespace Eval.Harness.Runs;

/// <summary>Writes all files of a run's folder from the store.</summary>
internal static class ReportFiles
{
    public static async Task<RunResults> WriteAsync(IRunStore store, string runId, string folder, CancellationToken ct)
    {
        var results = await RunLoader.LoadAsync(store, runId, ct);
        var output = Directory.CreateDirectory(folder);
        IReport[] reports = [new AttemptsCsv(), new SummaryCsv(), new SamplesJsonl(), new SweBenchFiles(), new ManifestFile(), new ChartFiles(), new HtmlReport()];
        foreach (var report in reports)
        {
            await report.WriteAsync(results, output, ct);
        }

        return results;
    }
}
