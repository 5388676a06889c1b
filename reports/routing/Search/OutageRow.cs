namespace Eval.Routing.Search;

/// <summary>What becomes of a policy when a provider answers nothing.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Provider">The provider; <see langword="null"/> for a day without an outage.</param>
/// <param name="Quality">The share of tasks solved, unanswered ones counted as not solved.</param>
/// <param name="CostPerTaskUsd">The cost per task in USD; <see langword="null"/> when unknown.</param>
/// <param name="Availability">The share of requests that somebody answered.</param>
public sealed record OutageRow(string Policy, string? Provider, double Quality, double? CostPerTaskUsd, double Availability);
