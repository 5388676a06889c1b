namespace Eval.Harness.Models;

/// <summary>What a verifier found.</summary>
/// <param name="IsAccepted">Whether the answer may be served. A verifier that has nothing to look at, or fails, does not accept.</param>
/// <param name="Took">The time it took.</param>
internal readonly record struct Verification(bool IsAccepted, TimeSpan Took = default)
{
    public static readonly Verification Refused = new(false);
}
