using Eval.Reports.Charts;
using Eval.Reports.Comparisons;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Routing;
using Eval.Routing.Search;

namespace Eval.Reports.Html;

/// <summary>What the page's parts are rendered from.</summary>
internal sealed class ReportModel
{
    // Weak isolation: the level contains accidents, not malice.
    private const string WeakIsolation = "process";

    public ReportModel(ReportInput input, bool detailsInFiles)
    {
        Run = input.Run;
        Summary = input.Summary;
        DetailsInFiles = detailsInFiles;
        Models = [.. Run.Models.Select((model, index) => new ModelLine(model, index, Summary.Overall(model)))];
        Ranked = [.. Models.OrderByDescending(line => line.Row.PassAt1?.Value ?? -1)];
        Classes = [.. Summary.Rows.Where(row => row.Dataset == SummaryRow.All && row.Class != SummaryRow.All)
            .Select(row => row.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Datasets = [.. Summary.Rows.Where(row => row.Dataset != SummaryRow.All && row.Class == SummaryRow.All)
            .Select(row => row.Dataset).Distinct(StringComparer.Ordinal)];
        Attempts = input.Attempts.Count(attempt => attempt.Verdict != Verdict.Skipped);
        var scored = input.Attempts.Where(attempt => attempt.Isolation is not null).ToList();
        WeaklyIsolated = scored.Count(attempt => string.Equals(attempt.Isolation, WeakIsolation, StringComparison.OrdinalIgnoreCase));
        Scored = scored.Count;
        VerdictOrigins = OriginCounts.From(input.Attempts);
        var charts = ChartFiles.Pictures(input);
        Charts = [.. charts.Where(chart => chart.Name != TrendChart.Name)];
        Trend = charts.FirstOrDefault(chart => chart.Name == TrendChart.Name);
        Drift = input.Drift;
        Routing = input.Routing;
        Predictions = PolicyPredictions.Create(input);
        Gates = [.. (input.Gates ?? []).OrderBy(gate => gate.IsPassed)];
        Comparison = Compare(input);
        Leaders = Comparison is { } comparison
            ? [.. Ranked.Where(line => comparison.Ranking.Any(ranking => ranking.IsAmongBest && ranking.Model == line.Model.Name))
                .OrderByDescending(line => line.Model.Name == comparison.Ranking[0].Model)]
            : [.. Ranked.Where(line => line.Row.PassAt1 is not null)];
        Flips = new FlipLinks(input.Attempts);
        Findings = Html.Findings.Create(this);
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

    public int Scored { get; }

    public int WeaklyIsolated { get; }

    /// <summary>Gets where verdicts were decided, for each data set.</summary>
    public IReadOnlyList<OriginCounts> VerdictOrigins { get; }

    /// <summary>Gets the model with the highest pass@1, first, and those that a paired comparison does not tell apart from it.</summary>
    public IReadOnlyList<ModelLine> Leaders { get; }

    /// <summary>Gets the best model against each other one; <see langword="null"/> when fewer than two were answered.</summary>
    public Comparison? Comparison { get; }

    /// <summary>Gets the addresses of the attempts behind flips.</summary>
    public FlipLinks Flips { get; }

    /// <summary>Gets what the previous nightly runs say; <see langword="null"/> where they were not looked at.</summary>
    public DriftReport? Drift { get; }

    /// <summary>Gets which policies were found; <see langword="null"/> where nobody searched.</summary>
    public RoutingResult? Routing { get; }

    /// <summary>Gets what was expected of the run's policies, and what they did.</summary>
    public IReadOnlyList<PolicyPrediction> Predictions { get; }

    /// <summary>Gets pass@1 over nightly runs; <see langword="null"/> until there are two.</summary>
    public ChartPicture? Trend { get; }

    /// <summary>Gets the gates, failed ones first.</summary>
    public IReadOnlyList<GateResult> Gates { get; }

    /// <summary>Returns the model of a name; <see langword="null"/> when the run has none.</summary>
    public ModelLine? Find(string model) => Models.FirstOrDefault(line => line.Model.Name == model);

    public SummaryRow? ClassCell(ModelLine line, string @class) =>
        Summary.Rows.FirstOrDefault(row => row.Model == line.Model.Name && row.Dataset == SummaryRow.All && row.Class == @class);

    /// <summary>Returns the row of a model on one data set: its overall row when it was asked nothing else.</summary>
    public SummaryRow? DatasetCell(ModelLine line, string dataset)
    {
        var own = Summary.Rows.Where(row => row.Model == line.Model.Name && row.Dataset != SummaryRow.All).ToList();
        return own.Find(row => row.Dataset == dataset && row.Class == SummaryRow.All)
            ?? (own.Count > 0 && own.TrueForAll(row => row.Dataset == dataset) ? line.Row : null);
    }

    private Comparison? Compare(ReportInput input)
    {
        var names = Ranked.Where(line => line.Row.PassAt1 is not null).Select(line => line.Model.Name).ToList();
        if (names.Count < 2)
        {
            return null;
        }

        var comparison = RunComparer.OfModels(input, names, OutcomeBasis.Conditional, byClass: false);

        // Two models are compared in the order they are given in; here the better one on the common tasks comes first.
        return comparison.Overall[0].First == comparison.Ranking[0].Model
            ? comparison
            : RunComparer.OfModels(input, [.. comparison.Ranking.Select(ranking => ranking.Model)], OutcomeBasis.Conditional,
                byClass: false);
    }
}
