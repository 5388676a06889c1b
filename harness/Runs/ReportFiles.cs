using Eval.Harness.Configuration;
using Eval.Harness.Issues;
using Eval.Harness.Options;
using Eval.Reports;
using Eval.Reports.Charts;
using Eval.Reports.Csv;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Html;
using Eval.Reports.Json;
using Eval.Reports.Markdown;
using Eval.Results;
using Eval.Results.Storage;
using Eval.Routing;

namespace Eval.Harness.Runs;

/// <summary>Writes all files of a run's folder from the store.</summary>
internal static class ReportFiles
{
    private static IReport[] Data => [new AttemptsCsv(), new SummaryCsv(), new SetAsideCsv(), new SamplesJsonl(), new SweBenchFiles(),
        new ManifestFile()];

    private static IReport[] Pages => [new RoutingCsv(), new RoutingJson(), new ChartFiles(), new HtmlReport(), new MarkdownSummary()];

    /// <summary>Writes the files of a stored run.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">The run.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="hasPages">Whether pages, charts and routing are wanted beside its data.</param>
    /// <param name="ct">Stops writing.</param>
    /// <returns>What was found out about the run.</returns>
    public static async Task<ReportInput> WriteAsync(IRunStore store, string runId, string folder, bool hasPages, CancellationToken ct)
    {
        var results = new ReportInput(await RunLoader.LoadAsync(store, runId, ct));

        // First what needs nothing but the attempts: whatever goes wrong with earlier runs, that is there.
        await WriteAsync(results, folder, Data, ct);
        results = await InContextAsync(store, results, hasPages, ct);
        if (hasPages)
        {
            await WriteAsync(results, folder, Pages, ct);
        }
        else
        {
            RemovePages(folder);
        }

        return results;
    }

    /// <summary>
    /// Writes all files of a run that has just been made; where that fails, it is said that nothing is lost, and how to have them.
    /// </summary>
    /// <exception cref="OutputException">They cannot be written.</exception>
    public static async Task<ReportInput> WriteOrExplainAsync(IRunStore store, string runId, string folder, bool hasPages,
        CancellationToken ct)
    {
        try
        {
            return await WriteAsync(store, runId, folder, hasPages, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var runs = Path.GetDirectoryName(folder);
            throw new OutputException([$"{folder} could not be written: {e.Message.TrimEnd('.')}. All attempts are in the store: make "
                + $"room, then write the files with 'report {runId} --out {runs}' and check the gates with 'gate {runId} --out {runs}'."]);
        }
    }

    /// <summary>Writes what can be written of results, wherever they come from.</summary>
    public static async Task WriteAsync(RunResults results, string folder, CancellationToken ct) =>
        await WriteAsync(new ReportInput(results) { Routing = await RoutingAnalysis.TryAsync(results,
            RoutingConfig.Of(results.Run.Settings).ToOptions(), ct) }, folder, [.. Data, .. Pages], ct);

    private static async Task WriteAsync(ReportInput results, string folder, IReport[] reports, CancellationToken ct)
    {
        var output = Directory.CreateDirectory(folder);
        foreach (var report in reports)
        {
            await report.WriteAsync(results, output, ct);
        }
    }

    /// <summary>Removes what tells of an earlier state of the run: it would be taken for today's.</summary>
    private static void RemovePages(string folder)
    {
        foreach (var file in new[] { HtmlReport.FileName, MarkdownSummary.FileName, RoutingCsv.FileName, RoutingJson.FileName })
        {
            File.Delete(Path.Combine(folder, file));
        }

        foreach (var part in new[] { ChartFiles.Folder, HtmlReport.DetailsFolder }.Select(name => Path.Combine(folder, name))
            .Where(Directory.Exists))
        {
            Directory.Delete(part, recursive: true);
        }
    }

    /// <summary>Looks at a run in the light of those before, and checks the gates it was started with.</summary>
    private static async Task<ReportInput> InContextAsync(IRunStore store, ReportInput results, bool hasPages, CancellationToken ct)
    {
        var gates = StoredOptions.Gates(results.Run.Settings);
        if (hasPages || results.Run.Settings.Baseline is not null)
        {
            results = results with { Drift = await DriftAnalysis.OfAsync(store, results, ct) };
        }

        if (hasPages)
        {
            results = results with { Routing = await RoutingAnalysis.TryAsync(results, RoutingConfig.Of(results.Run.Settings).ToOptions(),
                ct) };
        }

        return gates.Count == 0
            ? results : results with { Gates = await GateChecker.CheckAsync(results, gates,
                (gate, model) => Baselines.FindAsync(store, results.Run, gate, model, ct)) };
    }
}
