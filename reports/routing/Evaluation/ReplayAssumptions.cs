namespace Eval.Routing.Evaluation;

/// <summary>What a replay takes for granted because no attempt measured it.</summary>
public sealed record ReplayAssumptions
{
    /// <summary>Gets what one verification costs in USD. Default: 0, tests run on machines that are there.</summary>
    public double VerifierCostUsd { get; init; }

    /// <summary>
    /// Gets how long a verification takes in milliseconds; <see langword="null"/>: as long as the tests of the attempt ran.
    /// </summary>
    public double? VerifierLatencyMs { get; init; }

    /// <summary>Gets how long it takes until a failed call is seen, in milliseconds, where no attempt tells. Default: 1,000.</summary>
    public double DetectionMs { get; init; } = 1000;

    /// <summary>
    /// Gets the models that answer nothing, to see what the outage of their provider would do; <see langword="null"/> for none.
    /// </summary>
    public IReadOnlySet<string>? ModelsDown { get; init; }

    /// <summary>
    /// Gets the errors of services that verify and of which nobody said what they do; <see langword="null"/>: they accept nothing.
    /// </summary>
    public VerifierErrors? AssumedErrors { get; init; }
}
