using Eval.Results.Records;

namespace Eval.Harness.Simulation;

/// <summary>How a simulated model behaves.</summary>
internal sealed record SimulatedProfile
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required Price Price { get; init; }

    public int ContextWindow { get; init; } = 128_000;

    /// <summary>The chance of a right answer to a simple completion.</summary>
    public required double Skill { get; init; }

    /// <summary>What a step in difficulty (simple, medium, complex) takes from the chance.</summary>
    public required double DifficultyCost { get; init; }

    /// <summary>What a class takes from the chance; classes that are not named take nothing.</summary>
    public IReadOnlyDictionary<string, double> ClassCost { get; init; } = new Dictionary<string, double>();

    public required double TtftMedianMs { get; init; }

    /// <summary>The spread of the logarithm of the time to first token.</summary>
    public double TtftSigma { get; init; } = 0.35;

    public required double TokensPerSecond { get; init; }

    /// <summary>The median of reasoning tokens; 0 for models that do not reason.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>The chance that a call is answered with 429 and a Retry-After.</summary>
    public double RateLimitRate { get; init; }

    /// <summary>The chance that a call is answered with 500 or 503.</summary>
    public double ServerErrorRate { get; init; }

    /// <summary>The chance that a stream breaks off or carries an error.</summary>
    public double BrokenStreamRate { get; init; }

    /// <summary>The share of tasks whose answers are not to be had however often one asks.</summary>
    public double OutageRate { get; init; }

    /// <summary>The model that it says it serves. Default: its own first version.</summary>
    public string Served { get => field ?? $"sim-{Name}-1"; init; }

    /// <summary>The chance of a right answer to a task.</summary>
    public double ChanceOf(string taskClass, string? difficulty)
    {
        var steps = difficulty switch
        {
            "complex" => 2,
            "medium" => 1,
            _ => 0,
        };
        return Math.Clamp(Skill - steps * DifficultyCost - ClassCost.GetValueOrDefault(taskClass), 0.02, 0.99);
    }
}
