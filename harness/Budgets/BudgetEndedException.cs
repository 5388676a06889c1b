namespace Eval.Harness.Budgets;

/// <summary>An attempt was not made, or not to its end, because it does not fit into the budget. It cancels that attempt alone.</summary>
internal sealed class BudgetEndedException(string message) : OperationCanceledException(message)
{
    /// <summary>What a call that was made in vain has cost; null for none.</summary>
    public decimal? CostUsd { get; init; }
}
