namespace Eval.Routing;

/// <summary>What a policy was expected to do, and what it did.</summary>
/// <param name="Model">The policy's name among the models of the run.</param>
/// <param name="PredictedOn">The number of tasks the expectation comes from.</param>
/// <param name="Tasks">The number of tasks it was measured on.</param>
/// <param name="Metrics">Quality, cost and times.</param>
public sealed record PolicyPrediction(string Model, int PredictedOn, int Tasks, IReadOnlyList<PredictedMetric> Metrics);
