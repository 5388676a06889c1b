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

    /// <summary>
    /// Returns what open calls may cost beyond what is set aside for them. One at least is dearer than expected, and one more for each time
    /// that as many are open as have been seen.
    /// </summary>
    /// <param name="lane">Where one more call is to begin; null for none.</param>
    /// <param name="beyondUsd">What that one may cost beyond what is set aside for it.</param>
    public decimal ExposureUsd(BudgetLane? lane = null, decimal beyondUsd = 0)
    {
        var calls = open.Select(allowance => (allowance.Lane, Usd: allowance.ExposureUsd))
            .Append((Lane: lane!, Usd: beyondUsd)).Where(call => call.Usd > 0);
        return calls.GroupBy(call => call.Lane, call => call.Usd).Sum(exposed =>
            Math.Min(exposed.Sum(), exposed.Max() * (1 + (exposed.Count() / Math.Max(1, exposed.Key.Calls.Count)))));
    }
}
