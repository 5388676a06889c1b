namespace Eval.Routing.Evaluation;

/// <summary>A time that a request takes with a probability.</summary>
/// <param name="Ms">The time in milliseconds.</param>
/// <param name="Weight">The probability.</param>
public readonly record struct WeightedTime(double Ms, double Weight);
