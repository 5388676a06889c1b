namespace Eval.Routing.Policies;

/// <summary>A stage of a cascade.</summary>
/// <param name="Policy">Who is asked.</param>
/// <param name="Verify">What must accept the answer, all of them; empty in the last stage. A verifier that has nothing to look at does not accept.</param>
public sealed record CascadeStage(RoutingPolicy Policy, IReadOnlyList<Verifier> Verify)
{
    /// <inheritdoc/>
    public override string ToString() => Verify.Count == 0 ? Policy.ToString() : $"{Policy} if {string.Join(" and ", Verify)}";
}
