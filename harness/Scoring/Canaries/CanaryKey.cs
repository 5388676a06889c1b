namespace Eval.Harness.Scoring.Canaries;

/// <summary>What must be told of a canary.</summary>
/// <param name="Site">Where it stands.</param>
/// <param name="Positions">The positions of the values that must hold, and no others, as a worker writes them.</param>
internal sealed record CanaryKey(CanarySite Site, string Positions);
