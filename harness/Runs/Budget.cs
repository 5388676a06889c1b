using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Routing;
using Eval.Harness.Scoring;

namespace Eval.Harness.Runs;

/// <summary>
/// Keeps the money spent below a limit: a call starts only when the most it is expected to cost still fits beside what is spent and what
/// the open calls may cost. Thread-safe.
/// </summary>
internal sealed class Budget(decimal? limitUsd, decimal alreadySpentUsd, decimal? agentLimitUsd = null)
{
    /// <summary>Assumed output tokens of a first call without a token limit.</summary>
    private const int AssumedOutputTokens = 2000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, decimal> _dearest = [];
    private decimal _spent = alreadySpentUsd;
    private decimal _reserved;

    /// <summary>The first call that did not fit any more, and the most it might have cost; null while all fit.</summary>
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
        var unpriced = models.SelectMany(model => model.Policy is null ? [model] : model.Asked)
            .Where(model => model is { Price: null, IsSimulated: false }).DistinctBy(model => model.Name).ToList();
        if (unpriced.Count == 0)
        {
            return null;
        }

        return $"--budget-usd cannot hold for {string.Join(", ", unpriced.Select(model => model.Name))}: "
            + (unpriced.TrueForAll(model => model.Provider.IsLocal)
                ? "endpoints of this machine and of private networks have no price here"
                : "no price is known")
            + ", so only what the endpoint bills with its answers counts. A price can be given in eval.json (models.NAME.price).";
    }

    /// <summary>Returns what was set aside for a call, or null when it does not fit any more.</summary>
    public decimal? TryReserve(PlannedAttempt attempt)
    {
        lock (_gate)
        {
            var most = MostUsd(attempt);
            if (limitUsd is { } limit && _spent + _reserved + most > limit)
            {
                Refused ??= (attempt.Model.Name, most);
                return null;
            }

            _reserved += most;
            return most;
        }
    }

    /// <summary>Books what a call did cost, or nothing when that is unknown.</summary>
    public void Book(PlannedAttempt attempt, decimal reservedUsd, decimal? costUsd)
    {
        lock (_gate)
        {
            _reserved -= reservedUsd;
            _spent += costUsd ?? 0;
            if (costUsd is { } cost && cost > _dearest.GetValueOrDefault(attempt.Model.Name))
            {
                _dearest[attempt.Model.Name] = cost;
            }
        }
    }

    /// <summary>Returns what asking cost, as far as it is known: by our price or by what the endpoint bills, whichever is more.</summary>
    public static decimal? Spent(AskedAttempt asked)
    {
        var attempt = asked.Attempt;
        var isKnown = attempt.IsCached || attempt.CostUsd is not null || attempt.Usage.ProviderReportedCostUsd is not null;
        return isKnown ? Math.Max(0, attempt.SpentUsd - (attempt.IsCached ? 0 : asked.BeforeUsd ?? 0)) : null;
    }

    private decimal MostUsd(PlannedAttempt attempt)
    {
        var dearest = _dearest.GetValueOrDefault(attempt.Model.Name);
        var seen = dearest * 1.5m;
        if (attempt.Model is { Price: null, Policy: null })
        {
            // Only what its endpoint bills says what it costs.
            return seen;
        }

        if (attempt.Task is IssueTask && agentLimitUsd is { } agentMost)
        {
            // Many calls, whose number nobody knows: its own limit, or less once attempts have been seen.
            return seen > 0 ? Math.Min(agentMost, seen) : agentMost;
        }

        var estimate = attempt.Model.Policy is { } policy
            ? PolicyBounds.Most(policy.Policy, name => EstimateUsd(attempt.Model.Asked.First(model => model.Name == name), attempt.Task))
            : EstimateUsd(attempt.Model, attempt.Task);

        // With a token limit the estimate is the most, unless the endpoint bills more than our price says.
        return Math.Max(estimate, attempt.Model.MaxOutputTokens is null ? seen : dearest);
    }

    private static decimal EstimateUsd(ModelSpec model, EvalTask task) =>
        model.Price?.CostUsd(new Reports.Records.Usage { InputTokens = InputTokens(task), OutputTokens = model.MaxOutputTokens ?? AssumedOutputTokens }) ?? 0;

    /// <summary>The usual rule of thumb for English and code.</summary>
    public static int InputTokens(EvalTask task) => PromptBuilder.Messages(task).Sum(message => message.Content.Length / 4 + 4);
}
