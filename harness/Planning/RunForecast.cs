namespace Eval.Harness.Planning;

/// <summary>What a run will take: tokens, money and time.</summary>
internal sealed record RunForecast
{
    public required IReadOnlyList<ModelForecast> Models { get; init; }

    /// <summary>Of all models with a price; null when none has one.</summary>
    public EstimatedRange? CostUsd { get; init; }

    /// <summary>Models whose price is not known; they are not in the sum.</summary>
    public IReadOnlyList<string> WithoutPrice { get; init; } = [];

    /// <summary>What the part of a resumed run that is done did cost.</summary>
    public decimal SpentUsd { get; init; }

    public required EstimatedRange Seconds { get; init; }

    /// <summary>The time models are asked.</summary>
    public required EstimatedRange AskingSeconds { get; init; }

    /// <summary>The time answers are run.</summary>
    public required EstimatedRange ScoringSeconds { get; init; }

    public required int MaxSandboxes { get; init; }

    /// <summary>Whether the sandboxes decide how long it takes; null when both ranges leave it open.</summary>
    public bool? IsBoundBySandboxes =>
        ScoringSeconds.Low > AskingSeconds.High ? true : AskingSeconds.Low > ScoringSeconds.High ? false : null;

    /// <summary>Returns what a limit in USD means for the run; null when no price is known.</summary>
    public BudgetVerdict? Against(decimal budgetUsd) => CostUsd is not { } cost ? null
        : (double)SpentUsd + cost.High <= (double)budgetUsd ? BudgetVerdict.Fits
        : (double)SpentUsd + cost.Low > (double)budgetUsd ? BudgetVerdict.Stops
        : BudgetVerdict.MayStop;
}
