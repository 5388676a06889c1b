using Eval.Reports.Charts;
using Eval.Reports.Records;
using Eval.Reports.Statistics;

namespace Eval.Reports.Html;

/// <summary>What the page's parts are rendered from.</summary>
internal sealed class ReportModel
{
    // Weak isolation: the level contains accidents, not malice.
    private const string WeakIsolation = "process";

    public ReportModel(RunResults results, bool detailsInFiles)
    {
        Run = results.Run;
        Summary = results.Summary;
        DetailsInFiles = detailsInFiles;
        Models = [.. Run.Models.Select((model, index) => new ModelLine(model, index, Summary.Overall(model)))];
        Ranked = [.. Models.OrderByDescending(line => line.Row.PassAt1?.Value ?? -1)];
        Classes = [.. Summary.Rows.Where(row => row.Dataset == SummaryRow.All && row.Class != SummaryRow.All)
            .Select(row => row.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Datasets = [.. Summary.Rows.Where(row => row.Dataset != SummaryRow.All && row.Class == SummaryRow.All)
            .Select(row => row.Dataset).Distinct(StringComparer.Ordinal)];
        Attempts = results.Attempts.Count;
        var judged = results.Attempts.Where(attempt => attempt.Isolation is not null).ToList();
        WeaklyIsolated = judged.Count(attempt => string.Equals(attempt.Isolation, WeakIsolation, StringComparison.OrdinalIgnoreCase));
        Judged = judged.Count;
        Charts = [.. ChartFiles.Pictures(results)];
        Findings = Html.Findings.Of(this);
    }

    public Run Run { get; }

    public RunSummary Summary { get; }

    public bool DetailsInFiles { get; }

    /// <summary>Gets the models in the order of the run; the position decides the colour.</summary>
    public IReadOnlyList<ModelLine> Models { get; }

    /// <summary>Gets the models, the highest pass@1 first and those without one last.</summary>
    public IReadOnlyList<ModelLine> Ranked { get; }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<string> Datasets { get; }

    public IReadOnlyList<ChartPicture> Charts { get; }

    public IReadOnlyList<string> Findings { get; }

    public int Attempts { get; }

    public int Judged { get; }

    public int WeaklyIsolated { get; }

    /// <summary>Gets the models whose interval reaches that of the model with the highest pass@1, itself included.</summary>
    public IReadOnlyList<ModelLine> Leaders =>
        Ranked is [{ Row.PassAt1: { } best }, ..] ? [.. Ranked.Where(line => line.Row.PassAt1 is { } own && own.High >= best.Low)] : [];

    public SummaryRow? ClassCell(ModelLine line, string @class) =>
        Summary.Rows.FirstOrDefault(row => row.Model == line.Model.Name && row.Dataset == SummaryRow.All && row.Class == @class);

    /// <summary>Returns the row of a model on one data set: its overall row when it was asked nothing else.</summary>
    public SummaryRow? DatasetCell(ModelLine line, string dataset)
    {
        var own = Summary.Rows.Where(row => row.Model == line.Model.Name && row.Dataset != SummaryRow.All).ToList();
        return own.Find(row => row.Dataset == dataset && row.Class == SummaryRow.All)
            ?? (own.Count > 0 && own.TrueForAll(row => row.Dataset == dataset) ? line.Row : null);
    }
}
