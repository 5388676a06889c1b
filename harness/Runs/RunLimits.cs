using Eval.Datasets;
using Eval.Harness.Budgets;

namespace Eval.Harness.Runs;

/// <summary>How widely and how far a run goes.</summary>
internal sealed record RunLimits
{
    /// <summary>Open calls per model; null: as many as the endpoint can handle.</summary>
    public int? MaxConnections { get; init; }

    public required int MaxSandboxes { get; init; }

    public decimal? BudgetUsd { get; init; }

    /// <summary>The most an agent's attempt may cost; null where models are asked once.</summary>
    public decimal? AgentCostLimitUsd { get; init; }

    /// <summary>Returns the budget of a run that knows what its earlier parts did cost.</summary>
    public Budget CreateBudget(RunPlan plan, StoredProgress done)
    {
        var budget = new Budget(BudgetUsd, done.SpentUsd, AgentCostLimitUsd);
        var issues = plan.Tasks.OfType<IssueTask>().Select(task => (task.Dataset, task.Id)).ToHashSet();
        foreach (var (key, cost) in done.SeenCosts)
        {
            budget.Learn(key, AgentCostLimitUsd is not null && issues.Contains((key.Dataset, key.TaskId)), cost);
        }

        return budget;
    }
}
