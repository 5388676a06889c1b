namespace Eval.Harness.Simulation;

/// <summary>A bad day of a simulated model, to see alarms and gates at work before a real one comes.</summary>
internal sealed record SimulatedIncident
{
    /// <summary>What is taken from the chance of a right answer, 0 to 1.</summary>
    public double Worse { get; init; }

    /// <summary>The share of tasks whose answers are not to be had however often one asks, 0 to 1.</summary>
    public double Failing { get; init; }

    /// <summary>How many times longer everything takes.</summary>
    public double Slower { get; init; } = 1;

    /// <summary>The model that it says it serves.</summary>
    public string? Serves { get; init; }

    /// <summary>Returns how the model behaves today.</summary>
    public SimulatedProfile ApplyTo(SimulatedProfile profile) => profile with
    {
        Skill = profile.Skill - Worse,
        OutageRate = Failing,
        TtftMedianMs = profile.TtftMedianMs * Slower,
        TokensPerSecond = profile.TokensPerSecond / Slower,
        Served = Serves ?? profile.Served,
    };
}
