using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>How widely and how far a run goes.</summary>
internal sealed record RunnerOptions
{
    /// <summary>Open calls per model; null: as many as the endpoint bears.</summary>
    public int? MaxConnections { get; init; }

    public required int MaxSandboxes { get; init; }

    public decimal? BudgetUsd { get; init; }

    /// <summary>The most an agent's attempt may cost; null where models are asked once.</summary>
    public decimal? AgentCostLimitUsd { get; init; }

    /// <summary>What earlier parts of a resumed run did cost.</summary>
    public decimal AlreadySpentUsd { get; init; }

    /// <summary>What attempts of earlier parts of a resumed run did cost.</summary>
    public IReadOnlyList<(AttemptKey Key, decimal CostUsd)> SeenCosts { get; init; } = [];

    /// <summary>Which stored replies are scored beside the ones still to be asked for.</summary>
    public StoredReplies QueueStored { get; init; }
}
