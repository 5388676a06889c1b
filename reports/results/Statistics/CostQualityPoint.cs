namespace Eval.Results.Statistics;

/// <summary>A model or policy in the cost-quality plane.</summary>
/// <param name="Cost">The cost of a task in USD.</param>
/// <param name="Quality">The quality, 0 to 1.</param>
public readonly record struct CostQualityPoint(double Cost, double Quality);
