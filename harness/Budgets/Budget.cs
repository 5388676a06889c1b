using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Budgets;

/// <summary>
/// Keeps the money spent below a limit. What does not fit beside the open calls waits until one of them is booked; it is left out only when
/// nothing is open that could give anything back. Of those that wait the model that has been asked least comes first. Thread-safe.
/// </summary>
/// <param name="limitUsd">The budget; null for none.</param>
/// <param name="alreadySpentUsd">What earlier parts of the run have spent.</param>
/// <param name="agentLimitUsd">What an agent's attempt costs at most; null where models are asked once.</param>
internal sealed class Budget(decimal? limitUsd, decimal alreadySpentUsd = 0, decimal? agentLimitUsd = null)
{
    private readonly Lock _gate = new();
    private readonly AdmissionRule _rule = new(agentLimitUsd ?? 0);
    private readonly Dictionary<(string Model, bool IsAgent), BudgetLane> _lanes = [];
    private readonly HashSet<Allowance> _open = [];
    private readonly List<BudgetRequest> _extensions = [];
    private decimal _spent = alreadySpentUsd;
    private long _clock;

    /// <summary>The first call that did not fit, or not to its end, and what it was expected to cost at most; null while all fit.</summary>
    public (string Model, decimal Usd)? Refused { get; private set; }

    public decimal SpentUsd
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>
    /// Returns what must be said before the first call of models that no budget holds, because nobody knows what they cost; null for none.
    /// </summary>
    public static string? Caveat(IEnumerable<ModelSpec> models)
    {
        var unpriced = models.SelectMany(model => model.Asked)
            .Where(model => model is { Price: null, IsSimulated: false }).DistinctBy(model => model.Name).ToList();
        if (unpriced.Count == 0)
        {
            return null;
        }

        return $"--budget-usd cannot hold for {string.Join(", ", unpriced.Select(model => model.Name))}: "
            + (unpriced.TrueForAll(model => model.IsLocal)
                ? "endpoints of this machine and of private networks have no price here"
                : "no price is known")
            + ", so only what the endpoint bills with its answers counts. A price can be given in eval.json (models.NAME.price).";
    }

    /// <summary>Whether a task is worked on by many calls, whose number nobody knows.</summary>
    public bool IsForAgent(PlannedAttempt attempt) => agentLimitUsd is not null && attempt.Task is Datasets.IssueTask;

    /// <summary>Takes note of what an attempt cost that an earlier part of the run made.</summary>
    public void Learn(AttemptKey key, bool isAgent, decimal costUsd)
    {
        lock (_gate)
        {
            var lane = LaneOf(key.Model, isAgent);
            lane.Admitted++;
            lane.HasAnswered = true;
            (isAgent ? lane.Attempts : lane.Calls).Add(costUsd);
        }
    }

    /// <summary>Waits until an attempt fits beside what is under way, and sets aside what it is expected to take.</summary>
    /// <exception cref="BudgetEndedException">It does not fit, and nothing is under way.</exception>
    public async Task<Allowance> BeginAttemptAsync(PlannedAttempt attempt, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        BudgetRequest request;
        lock (_gate)
        {
            var lane = LaneOf(attempt.Model.Name, IsForAgent(attempt));
            var bounds = CallBounds.From(attempt.Model, messages);
            request = new BudgetRequest(new Allowance(lane, ++_clock), attempt.Model.Name, bounds, IsNew: true);
            lane.Waiting.AddLast(request);
            Settle();
        }

        await WaitAsync(request, ct);
        return request.Allowance;
    }

    /// <summary>Waits until the next call of an attempt under way fits.</summary>
    /// <returns>How long the answer may be; null: as the model's own limit says.</returns>
    /// <exception cref="BudgetEndedException">It does not fit, and nothing else is under way.</exception>
    public async Task<int?> BeginCallAsync(Allowance allowance, ModelSpec model, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        BudgetRequest request;
        lock (_gate)
        {
            request = new BudgetRequest(allowance, model.Name, CallBounds.From(model, messages), IsNew: false);
            allowance.IsWaiting = true;
            _extensions.Add(request);
            Settle();
        }

        await WaitAsync(request, ct);
        return allowance.MaxOutputTokens;
    }

    /// <summary>Books what a call did cost, or nothing when that is unknown.</summary>
    /// <param name="allowance">The attempt's.</param>
    /// <param name="costUsd">What was paid; null when unknown.</param>
    /// <param name="answer">The answer; null when the call failed.</param>
    /// <param name="inputFactor">How much dearer than estimated its prompt turned out; null when that is not told.</param>
    public void EndCall(Allowance allowance, decimal? costUsd, Completion? answer, decimal? inputFactor)
    {
        lock (_gate)
        {
            var lane = allowance.Lane;
            _spent += costUsd ?? 0;
            allowance.SpentUsd += costUsd ?? 0;
            allowance.ReservedUsd = lane.IsOfAgents ? Math.Max(0, allowance.PlannedUsd - allowance.SpentUsd) : 0;
            allowance.MaxOutputTokens = null;
            if (answer is { IsCached: false })
            {
                lane.HasAnswered = true;
                if (costUsd is { } cost)
                {
                    lane.Calls.Add(cost);
                }

                RaiseOpen(lane);
                lane.InputFactor = inputFactor is { } factor ? Math.Max(lane.InputFactor ?? 0, factor) : lane.InputFactor;
            }

            Settle();
        }
    }

    /// <summary>Takes note that an answer was longer than the rest of the budget pays for.</summary>
    public void NoteCut(string model, CallBounds bounds, Allowance allowance)
    {
        lock (_gate)
        {
            Refused ??= (model, allowance.Lane.MaxUsd(bounds) ?? 0);
        }
    }

    /// <summary>Gives back what an attempt has not spent.</summary>
    /// <param name="allowance">The attempt's.</param>
    /// <param name="isWhole">Whether the attempt came to its end, so that it tells what others cost.</param>
    public void EndAttempt(Allowance allowance, bool isWhole)
    {
        lock (_gate)
        {
            Close(allowance);
            if (isWhole && allowance.Lane.IsOfAgents)
            {
                allowance.Lane.Attempts.Add(allowance.SpentUsd);
            }

            Settle();
        }
    }

    /// <summary>What is open will cost what a usual one did, also where that is more than was set aside when nothing was known.</summary>
    private void RaiseOpen(BudgetLane lane)
    {
        foreach (var allowance in _open.Where(open => open.Lane == lane && !lane.IsOfAgents && open.ReservedUsd > 0))
        {
            allowance.ReservedUsd = Math.Max(allowance.ReservedUsd, lane.Calls.MedianUsd);
        }
    }

    private async Task WaitAsync(BudgetRequest request, CancellationToken ct)
    {
        await using var cancelling = ct.UnsafeRegister(_ => Withdraw(request, ct), null);
        await request.Decided.Task;
    }

    private void Withdraw(BudgetRequest request, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!request.Decided.TrySetCanceled(ct))
            {
                return;
            }

            Remove(request);
            request.Allowance.IsWaiting = false;
            Settle();
        }
    }

    private BudgetLane LaneOf(string model, bool isAgent)
    {
        if (!_lanes.TryGetValue((model, isAgent), out var lane))
        {
            lane = _lanes[(model, isAgent)] = new BudgetLane(isAgent);
        }

        return lane;
    }

    private void Settle()
    {
        while (AdmitNext() || (Running() == 0 && RefuseNext()))
        {
        }
    }

    private bool AdmitNext()
    {
        // Who has begun comes to his end first.
        return _extensions.Exists(request => TryAdmit(request, [], isLast: false)) || AdmitNew(isLast: false)
            || (Running() == 0 && (_extensions.Exists(request => TryAdmit(request, [], isLast: true))
                || (_extensions.Count == 0 && AdmitNew(isLast: true))));
    }

    private bool AdmitNew(bool isLast)
    {
        var ahead = new List<BudgetRequest>();
        foreach (var lane in _lanes.Values.Where(lane => lane.Waiting.Count > 0).OrderBy(lane => lane.Admitted))
        {
            var request = lane.Waiting.First!.Value;
            if (TryAdmit(request, ahead, isLast))
            {
                return true;
            }

            ahead.Add(request);
        }

        return false;
    }

    private bool TryAdmit(BudgetRequest request, List<BudgetRequest> ahead, bool isLast)
    {
        if (limitUsd is { } limit)
        {
            var state = new BudgetState(limit, _spent, _open);
            if (_rule.Admit(request, state, isLast) is not { } grant
                || (state.Running > 0 && grant.ReservedUsd > 0 && ahead.Exists(other => IsInTheWay(grant, other, limit))))
            {
                return false;
            }

            var allowance = request.Allowance;
            allowance.PlannedUsd = request.IsNew ? grant.ReservedUsd : allowance.PlannedUsd;
            allowance.ReservedUsd = grant.ReservedUsd;
            allowance.MaxOutputTokens = grant.MaxOutputTokens;
        }

        Remove(request);
        request.Allowance.IsWaiting = false;
        if (request.IsNew)
        {
            request.Allowance.Number = ++_clock;
            request.Allowance.Lane.Admitted++;
            request.Allowance.Lane.Open++;
            _open.Add(request.Allowance);
        }

        return request.Decided.TrySetResult();
    }

    /// <summary>
    /// Whether what one is given would be missing to another who waits in front. What had begun before that one came does not count: it
    /// gives back what it does not need, and then the one in front fits for certain.
    /// </summary>
    private bool IsInTheWay(BudgetGrant grant, BudgetRequest other, decimal limit)
    {
        var need = _rule.NeedUsd(other, limit - _spent);
        var since = _open.Where(allowance => allowance.Number > other.Allowance.Number).Sum(allowance => allowance.ReservedUsd);
        return _spent + need <= limit && _spent + since + grant.ReservedUsd + need > limit;
    }

    /// <summary>Refuses one; who came last among those under way goes first, so that those before him may come to their end.</summary>
    private bool RefuseNext()
    {
        var request = _extensions.LastOrDefault()
            ?? _lanes.Values.Where(lane => lane.Waiting.Count > 0).OrderBy(lane => lane.Admitted).FirstOrDefault()?.Waiting.First!.Value;
        if (request is null)
        {
            return false;
        }

        Remove(request);
        Close(request.Allowance);
        var need = _rule.NeedUsd(request, limitUsd!.Value - _spent);
        Refused ??= (request.Model, need);
        request.Decided.TrySetException(new BudgetEndedException("the budget left it out"));
        return true;
    }

    private void Remove(BudgetRequest request)
    {
        if (!request.IsNew)
        {
            _extensions.Remove(request);
        }
        else
        {
            request.Allowance.Lane.Waiting.Remove(request);
        }
    }

    private void Close(Allowance allowance)
    {
        if (_open.Remove(allowance))
        {
            allowance.Lane.Open--;
            (allowance.ReservedUsd, allowance.IsWaiting) = (0, false);
        }
    }

    private int Running() => _open.Count(allowance => !allowance.IsWaiting);
}
