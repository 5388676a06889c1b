using System.ComponentModel;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;

namespace Eval.Harness.Configuration;

/// <summary>A gate of the configuration file.</summary>
internal sealed record GateConfig
{
    [Description("The bounded metric, by its column in summary.csv.")]
    public string? Metric { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    [Description("What the pass rate must not fall behind: a run, latest, or model:NAME.")]
    public string? NonInferiorTo { get; init; }

    [Description("The weakest origin that is accepted for verdicts; outside is the strictest.")]
    public string? VerdictOrigin { get; init; }

    [Description("Default: 0.02.")]
    public double Margin { get; init; } = Gate.DefaultMargin;

    [Description("A pattern with * and ?. Default: all models.")]
    public string Model { get; init; } = "*";

    [Description("Default: all classes together.")]
    public string Class { get; init; } = SummaryRow.All;

    [Description("Whether the whole interval must meet the bound. Default: the value alone.")]
    public bool Certain { get; init; }

    public Gate ToGate() => new() { Metric = Metric, Min = Min, Max = Max, NonInferiorTo = NonInferiorTo, VerdictOrigin = VerdictOrigin,
        Margin = Margin,
        Model = Model, Class = Class, Certain = Certain };
}
