using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>Adds up the calls of one attempt. What is unknown of one call is unknown of their sum.</summary>
internal sealed class AgentCalls
{
    private readonly ModelSpec _model;
    private readonly List<Usage> _usages = [];
    private readonly List<Timing> _timings = [];
    private bool _isCostKnown;
    private bool _isAnyKnown;
    private bool _isSimulated;
    private decimal _costUsd;
    private int _retries;
    private string? _served;
    private PolicyPath? _path;

    /// <param name="model">Who is called.</param>
    /// <param name="earlier">The attempt with the calls made before; null for none.</param>
    public AgentCalls(ModelSpec model, Attempt? earlier)
    {
        _model = model;
        _isCostKnown = earlier is null || earlier.CostUsd is not null;
        _isAnyKnown = model.Price is not null || model.Source is PolicySource || earlier?.CostUsd is not null;
        if (earlier is not null)
        {
            // A sum is as good as its parts, and its marks are those of the first call.
            _usages.Add(earlier.Usage);
            _timings.AddRange(new[] { earlier.Timing }.OfType<Timing>());
            _costUsd = earlier.CostUsd ?? 0;
            _retries = earlier.Retries;
            _served = earlier.ServedModel;
            _isSimulated = earlier.IsSimulated;
            _path = PolicyPath.Parse(earlier.Texts?.Calls);
        }
    }

    /// <summary>Null also while a model without a price has billed nothing.</summary>
    public decimal? CostUsd => _isCostKnown && _isAnyKnown ? _costUsd : null;

    public TrajectoryStep Add(Completion completion)
    {
        var cost = completion.Path is { } path ? Book(path) : BookAll(completion.BilledFailures, completion.Usage);
        _usages.Add(completion.Usage);
        _timings.Add(completion.Timing);
        _retries += completion.Retries;
        _served ??= completion.ServedModel;
        _isSimulated |= completion.IsSimulated;
        return new TrajectoryStep
        {
            Reply = completion.Text,
            TtftMs = completion.Timing.FirstContent is { } first ? Math.Round(first.TotalMilliseconds, 1) : null,
            LatencyMs = Math.Round(completion.Timing.Total.TotalMilliseconds, 1),
            InputTokens = completion.Usage.InputTokens,
            OutputTokens = completion.Usage.OutputTokens,
            CostUsd = cost,
        };
    }

    public void AddFailed(ModelCallException failure)
    {
        if (failure.Path is { } path)
        {
            Book(path);
        }
        else
        {
            BookAll(failure.BilledFailures, null);
        }
    }

    public AgentResult Result(string patch, Trajectory trajectory) => new()
    {
        Patch = patch,
        Trajectory = trajectory,
        Usage = new Usage
        {
            InputTokens = Sum(usage => usage.InputTokens),
            CachedInputTokens = Sum(usage => usage.CachedInputTokens),
            OutputTokens = Sum(usage => usage.OutputTokens),
            ReasoningTokens = Sum(usage => usage.ReasoningTokens),
            IsEstimated = _usages.Any(usage => usage.IsEstimated),
            IsSuspect = _usages.Any(usage => usage.IsSuspect),
            ProviderReportedCostUsd = _usages.Count > 0 && _usages.TrueForAll(usage => usage.ProviderReportedCostUsd is not null)
                ? _usages.Sum(usage => usage.ProviderReportedCostUsd) : null,
        },
        Timing = _timings.Count == 0 ? null : new Timing
        {
            StartedAt = _timings[0].StartedAt,
            Queued = Total(timing => timing.Queued),
            RetryWait = Total(timing => timing.RetryWait),
            FirstReasoning = _timings[0].FirstReasoning,
            FirstContent = _timings[0].FirstContent,
            Total = Total(timing => timing.Total),
            Concurrency = _timings.Max(timing => timing.Concurrency),
            IsNotStreaming = _timings[0].IsNotStreaming,
            IsSaturated = _timings.Any(timing => timing.IsSaturated),
        },
        CostUsd = CostUsd,
        ServedModel = _served,
        IsSimulated = _isSimulated,
        Retries = _retries,
        Path = _path,
    };

    private decimal? Book(PolicyPath path)
    {
        _path = new PolicyPath { Calls = [.. _path?.Calls ?? [], .. path.Calls] };
        return Book(path.CostUsd);
    }

    /// <summary>Returns what the reply itself cost.</summary>
    private decimal? BookAll(IEnumerable<Usage> billed, Usage? reply)
    {
        foreach (var usage in billed)
        {
            Book(_model.CostUsd(usage));
        }

        return reply is null ? null : Book(_model.CostUsd(reply));
    }

    private decimal? Book(decimal? cost)
    {
        _isCostKnown &= cost is not null;
        _isAnyKnown |= cost is not null;
        _costUsd += cost ?? 0;
        return cost;
    }

    private int? Sum(Func<Usage, int?> part) => _usages.Count > 0 && _usages.All(usage => part(usage) is not null)
        ? (int)Math.Min(int.MaxValue, _usages.Sum(usage => (long?)part(usage) ?? 0)) : null;

    private TimeSpan Total(Func<Timing, TimeSpan> part) => new(_timings.Sum(timing => part(timing).Ticks));
}
