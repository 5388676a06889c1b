namespace Eval.Harness.Planning;

/// <summary>What a run will take of one model.</summary>
internal sealed record ModelForecast
{
    public required string Model { get; init; }

    /// <summary>Attempts to be made; what a resumed run holds already is not among them.</summary>
    public required int Requests { get; init; }

    public required EstimatedRange InputTokens { get; init; }

    public required EstimatedRange OutputTokens { get; init; }

    /// <summary>Null without a price.</summary>
    public EstimatedRange? CostUsd { get; init; }

    /// <summary>The time of all calls added up, in seconds.</summary>
    public required EstimatedRange CallSeconds { get; init; }

    /// <summary>The time of all executions added up, in seconds.</summary>
    public required EstimatedRange SandboxSeconds { get; init; }

    /// <summary>Where the figures come from; null where they are assumed.</summary>
    public EarlierAttempts? Source { get; init; }
}
