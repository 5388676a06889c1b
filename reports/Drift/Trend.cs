namespace Eval.Reports.Drift;

/// <summary>The runs of a model that can be compared, the oldest first.</summary>
/// <param name="Model">The model.</param>
/// <param name="Points">The runs.</param>
public sealed record Trend(string Model, IReadOnlyList<TrendPoint> Points);
