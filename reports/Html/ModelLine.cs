using Eval.Reports.Charts;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Html;

/// <summary>A model of the run with its numbers over everything.</summary>
internal sealed record ModelLine(RunModel Model, int Index, SummaryRow Row)
{
    /// <summary>Gets the name as it may be shown.</summary>
    public string Name => VisibleText.Name(Model.Name);

    /// <summary>Gets the style class of the model's colour, the same as in the charts.</summary>
    public string Colour => ChartTheme.Series(Index).ToHex();
}
