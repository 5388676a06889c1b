namespace Eval.Harness.Budgets;

/// <summary>
/// Decides what fits into a budget. A call is given what it costs at most. Where not even a call alone could go to its end, it is given
/// what calls of its model have cost, and its answer may be only as long as that pays for: so the budget is used up and not passed.
/// </summary>
/// <param name="agentLimitUsd">What an agent's attempt costs at most.</param>
internal sealed class AdmissionRule(decimal agentLimitUsd)
{
    /// <summary>
    /// Before the first answer calls are opened only as far as the budget covers prompts so many times longer than estimated: endpoints put
    /// prompts of their own before ours, and not every language has four characters a token.
    /// </summary>
    private const int PromptMargin = 100;

    /// <summary>Returns what a request is given beside what is under way; null when it does not fit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="state">Where the budget stands.</param>
    /// <param name="isLast">Whether nothing is under way that would give anything back.</param>
    public BudgetGrant? Admit(BudgetRequest request, BudgetState state, bool isLast)
    {
        var lane = request.Allowance.Lane;
        if (lane.MaxUsd(request.Bounds) is not { } maxUsd)
        {
            // The first one tells what its endpoint bills, if anything.
            return !request.IsNew || lane.HasAnswered || lane.Open == 0 ? new BudgetGrant(request.Allowance.ReservedUsd) : null;
        }

        // What costs nothing is in nobody's way and needs no room, whatever is left.
        return lane.IsFree(request.Bounds) ? new BudgetGrant(0)
            : request.IsNew && lane.IsOfAgents ? AdmitAgent(request, state, isLast) : AdmitCall(request, state, maxUsd, isLast);
    }

    /// <summary>Returns what a request waits for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="leftUsd">What of the budget is not spent.</param>
    public decimal NeedUsd(BudgetRequest request, decimal leftUsd)
    {
        var lane = request.Allowance.Lane;
        return request.IsNew && lane.IsOfAgents ? ExpectedOfAgent(lane)
            : lane.MaxUsd(request.Bounds) is { } maxUsd && maxUsd <= leftUsd ? maxUsd
            : lane.ExpectedUsd(request.Bounds) ?? 0;
    }

    private static BudgetGrant? AdmitCall(BudgetRequest request, BudgetState state, decimal maxUsd, bool isLast)
    {
        var lane = request.Allowance.Lane;
        var has = request.Allowance.ReservedUsd;
        var room = has + state.FreeUsd;
        var worst = maxUsd + (PromptMargin * request.Bounds.InputUsd);
        if (!isLast && request.IsNew && lane.Calls.Count == 0 && lane.Open > 0 && room < (lane.Open + 1) * worst)
        {
            // The first ones tell what the others take.
            return null;
        }

        if (Math.Max(has, maxUsd) is var whole && whole <= room)
        {
            return new BudgetGrant(whole);
        }

        var canNeverBeWhole = state.SpentUsd + maxUsd > state.LimitUsd;
        // The first ones tell what the others take, also while another model's calls are open.
        var isProbe = request.IsNew && lane.Open == 0 && !lane.Calls.AreMany;
        var cap = isLast ? room : lane.Calls.Count == 0 ? room / 2 : Math.Max(has, lane.ExpectedUsd(request.Bounds) ?? maxUsd);
        // The last of a budget that is not well spent is worth an answer that may be cut; later only one that will hardly be.
        var least = isLast && request.IsNew && state.IsWellSpent ? lane.Calls.MaxUsd : lane.Calls.MedianUsd;
        if ((!isLast && (!canNeverBeWhole || !(lane.Calls.AreMany || isProbe))) || cap > room || cap <= 0 || cap < least)
        {
            return null;
        }

        return request.Bounds.OutputTokensFor(cap, lane.InputFactor) switch
        {
            > 0 and var tokens => new BudgetGrant(cap, tokens),
            // It cannot be kept short: then what has been seen must do.
            null when lane.Calls.Count > 0 && cap >= lane.Calls.MaxUsd => new BudgetGrant(cap),
            _ => null,
        };
    }

    private BudgetGrant? AdmitAgent(BudgetRequest request, BudgetState state, bool isLast)
    {
        var lane = request.Allowance.Lane;
        var expected = ExpectedOfAgent(lane);
        var room = state.FreeUsd;
        if (expected <= room)
        {
            return new BudgetGrant(expected);
        }

        // The first one tells what the others take; it asks for more when it needs more.
        var isProbe = lane.Attempts.Count == 0 && lane.Open == 0;
        var share = state.Running == 0 ? room : room / 2;
        return isProbe && share > 0 && share >= lane.ExpectedUsd(request.Bounds) ? new BudgetGrant(Math.Min(share, expected))
            : isLast && room > 0 && room >= (state.IsWellSpent ? lane.Attempts.MaxUsd : lane.Calls.MedianUsd) ? new BudgetGrant(room)
            : null;
    }

    private decimal ExpectedOfAgent(BudgetLane lane) => Math.Min(agentLimitUsd, lane.Attempts.ExpectedUsd ?? agentLimitUsd);
}
