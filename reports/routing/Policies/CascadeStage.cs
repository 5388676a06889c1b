namespace Eval.Routing.Policies;

/// <summary>A stage of a cascade.</summary>
/// <param name="Policy">Who is asked.</param>
/// <param name="Verify">What must accept the answer, all of them; empty in the last stage. A verifier that has nothing to look at does not
/// accept.</param>
public sealed record CascadeStage(RoutingPolicy Policy, IReadOnlyList<Verifier> Verify)
{
    /// <summary>
    /// Gets the verifier for which the stage is asked several times at once; <see langword="null"/> where it is asked once.
    /// </summary>
    public Verifier? Consistency
    {
        get
        {
            // A search asks it for each sample of each task.
            for (var i = 0; i < Verify.Count; i++)
            {
                if (Verify[i].Kind == VerifierKind.SelfConsistency)
                {
                    return Verify[i];
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Verify.Count == 0 ? Policy.ToString() : $"{Policy} if {string.Join(" and ", Verify)}";
}
