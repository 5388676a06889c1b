namespace Eval.Harness.Budgets;

/// <summary>The attempts of one model that are made in one way, by one call or as an agent. Their costs tell those of the next.</summary>
internal sealed class BudgetLane(bool isOfAgents)
{
    public SeenCosts Calls { get; } = new();

    public SeenCosts Attempts { get; } = new();

    /// <summary>The requests of attempts that have not begun, in their order.</summary>
    public LinkedList<BudgetRequest> Waiting { get; } = new();

    /// <summary>How many attempts have begun, those of earlier parts of the run included.</summary>
    public int Admitted { get; set; }

    /// <summary>How many attempts are under way.</summary>
    public int Open { get; set; }

    /// <summary>Whether a call has been answered, so that all is known that will be.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>How much dearer than estimated prompts turned out at most, caches included; null while none has been seen.</summary>
    public decimal? InputFactor { get; set; }

    public bool IsOfAgents => isOfAgents;

    /// <summary>Whether a call costs nothing, by its price and by all that has been seen.</summary>
    public bool IsFree(CallBounds bounds) => MaxUsd(bounds) == 0;

    /// <summary>What a call costs at most, as far as it can be known; null where nothing is known.</summary>
    public decimal? MaxUsd(CallBounds bounds) => bounds.MaxUsd is not { } maxUsd ? Calls.ExpectedUsd
        // With a token limit it is the most, unless more has been seen than our price says; without one an answer says more than we assume.
        : bounds.IsLimited ? Math.Max(maxUsd, Calls.MaxUsd)
        : Math.Max(Calls.Count > 0 ? bounds.UsualMaxUsd : maxUsd, Calls.ExpectedUsd ?? 0);

    /// <summary>What a call is expected to cost at most, after what has been seen; null where nothing is known.</summary>
    public decimal? ExpectedUsd(CallBounds bounds) => MaxUsd(bounds) is not { } maxUsd ? null
        : Math.Min(maxUsd, Calls.ExpectedUsd ?? (isOfAgents ? Attempts.ExpectedUsd : null) ?? maxUsd);
}
