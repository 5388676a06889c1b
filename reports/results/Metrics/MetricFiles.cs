namespace Eval.Results.Metrics;

/// <summary>Where a metric stands by its name.</summary>
[Flags]
public enum MetricFiles
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>A column of <c>summary.csv</c>.</summary>
    Csv = 1,

    /// <summary>A field of a model in the line of <c>run --json</c>.</summary>
    Json = 2,

    /// <summary>A gate may bound it.</summary>
    Gates = 4,

    /// <summary>All of them.</summary>
    All = Csv | Json | Gates,
}
