namespace Eval.Results.Statistics;

/// <summary>A number with its interval; no bare number stands in a report.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower end; negative infinity when unbounded.</param>
/// <param name="High">The upper end; positive infinity when unbounded.</param>
/// <param name="N">The number of independent observations behind it.</param>
/// <param name="Level">The confidence level. Default: 0.95.</param>
public sealed record Estimate(double Value, double Low, double High, int N, double Level = 0.95);
