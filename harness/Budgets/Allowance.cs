namespace Eval.Harness.Budgets;

/// <summary>What a budget has set aside for an attempt that is under way. Only <see cref="Budget"/> changes it.</summary>
internal sealed class Allowance(BudgetLane lane, long number)
{
    public BudgetLane Lane => lane;

    /// <summary>The moment at which it was asked for or began.</summary>
    public long Number { get; set; } = number;

    /// <summary>What was set aside when the attempt began.</summary>
    public decimal PlannedUsd { get; set; }

    /// <summary>What is set aside and not spent.</summary>
    public decimal ReservedUsd { get; set; }

    public decimal SpentUsd { get; set; }

    /// <summary>Whether it waits for more, so that it will spend nothing by itself.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>How long the open call's answer may be; null: as the model's own limit says.</summary>
    public int? MaxOutputTokens { get; set; }
}
