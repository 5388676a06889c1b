namespace Eval.Results.Metrics;

/// <summary>What a metric is measured in; decides how its values are written, and which bounds make sense.</summary>
public enum MetricUnit
{
    /// <summary>A share of 0 to 1.</summary>
    Rate,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>US dollars.</summary>
    Usd,

    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A number without a unit, of which only its size says something.</summary>
    Score,
}
