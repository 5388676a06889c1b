using Eval.Reports.Gates;
using Eval.Reports.Statistics;

namespace Eval.Harness.Configuration;

/// <summary>A gate of the configuration file.</summary>
internal sealed record GateConfig
{
    /// <summary>The bounded metric, by its column in summary.csv.</summary>
    public string? Metric { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>What the pass rate must not fall behind: a run, latest, or model:NAME.</summary>
    public string? NonInferiorTo { get; init; }

    /// <summary>Default: 0.02.</summary>
    public double Margin { get; init; } = Gate.DefaultMargin;

    /// <summary>A pattern with * and ?. Default: all models.</summary>
    public string Model { get; init; } = "*";

    /// <summary>Default: all classes together.</summary>
    public string Class { get; init; } = SummaryRow.All;

    /// <summary>Whether the whole interval must meet the bound. Default: the value alone.</summary>
    public bool Certain { get; init; }

    public Gate ToGate() => new() { Metric = Metric, Min = Min, Max = Max, NonInferiorTo = NonInferiorTo, Margin = Margin, Model = Model, Class = Class, Certain = Certain };
}
