namespace Eval.Harness.Budgets;

/// <summary>Where a budget stands.</summary>
/// <param name="limitUsd">The budget.</param>
/// <param name="spentUsd">What is spent.</param>
/// <param name="open">The attempts under way.</param>
internal sealed class BudgetState(decimal limitUsd, decimal spentUsd, IReadOnlyCollection<Allowance> open)
{
    /// <summary>Below this share of the budget the rest is given to one call after another rather than left.</summary>
    private const decimal WellSpent = 0.9m;

    public decimal LimitUsd => limitUsd;

    public decimal SpentUsd => spentUsd;

    public bool IsWellSpent => spentUsd >= WellSpent * limitUsd;

    /// <summary>What is neither spent nor set aside.</summary>
    public decimal FreeUsd { get; } = limitUsd - spentUsd - open.Sum(allowance => allowance.ReservedUsd);

    /// <summary>How many attempts are under way that do not wait for the budget.</summary>
    public int Running { get; } = open.Count(allowance => !allowance.IsWaiting);
}
