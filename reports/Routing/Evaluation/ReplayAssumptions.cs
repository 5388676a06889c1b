namespace Eval.Reports.Routing.Evaluation;

/// <summary>What a replay takes for granted because no attempt measured it.</summary>
public sealed record ReplayAssumptions
{
    /// <summary>Gets what one verification costs in USD. Default: 0, tests run on machines that are there.</summary>
    public double VerifierCostUsd { get; init; }

    /// <summary>Gets how long a verification takes in milliseconds; <see langword="null"/>: as long as the tests of the attempt ran.</summary>
    public double? VerifierLatencyMs { get; init; }

    /// <summary>Gets how long it takes until a failed call is seen, in milliseconds, where no attempt tells. Default: 1,000.</summary>
    public double DetectionMs { get; init; } = 1000;

    /// <summary>Gets a provider that answers nothing, to see what its outage would do; <see langword="null"/> for none.</summary>
    public IReadOnlySet<string>? ModelsDown { get; init; }

    /// <summary>Gets the errors of an assumed verifier in place of every measured one; <see langword="null"/> to replay what was measured.</summary>
    public VerifierErrors? AssumedErrors { get; init; }
}
