namespace Eval.Harness.Budgets;

/// <summary>What a request to a budget is given.</summary>
/// <param name="ReservedUsd">What is set aside for it.</param>
/// <param name="MaxOutputTokens">How long the answer may be so that it costs no more; null: as the model's own limit says.</param>
internal sealed record BudgetGrant(decimal ReservedUsd, int? MaxOutputTokens = null);
