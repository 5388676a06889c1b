using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Results;

/// <summary>Everything computed from a run's attempts.</summary>
/// <param name="Rows">
/// The rows of <c>summary.csv</c>: for each model all × all, all × class, data set × all (when there are several sets) and data set ×
/// class;
/// models in the order of the run.
/// </param>
/// <param name="IsInvalid">Whether more than 1 % of the attempts ended in sandbox errors, so that the run proves nothing.</param>
/// <param name="Warnings">Sentences a reader must see: unpriced models, low availability, truncation, mixed isolation levels, suspect
/// usage.</param>
public sealed record RunSummary(IReadOnlyList<SummaryRow> Rows, bool IsInvalid, IReadOnlyList<string> Warnings)
{
    /// <summary>Gets the metrics that the rows have.</summary>
    public MetricCatalog Metrics { get; init; } = MetricCatalog.Default;

    /// <summary>Returns the row of a model over everything.</summary>
    public SummaryRow Overall(RunModel model) =>
        Rows.First(row => row.Dataset == SummaryRow.All && row.Class == SummaryRow.All && row.Model == model.Name);
}
