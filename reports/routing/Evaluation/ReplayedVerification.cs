using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>What verifying an answer costs and finds, from what was measured of the answer.</summary>
internal sealed class ReplayedVerification(ReplayAssumptions assumptions)
{
    /// <summary>
    /// Adds to an answer what verifying it took, one verifier after the other until one rejects, and returns the probability that it is
    /// accepted.
    /// </summary>
    public double Verify(IReadOnlyList<Verifier> verifiers, ref ReplayedPath answer, double? agreement)
    {
        // Nothing to verify: the failure is known, and the next stage is asked.
        if (answer.Answer is not { } cell)
        {
            return 0;
        }

        var accepted = 1.0;
        for (var i = 0; i < verifiers.Count && accepted > 0; i++)
        {
            // What only looks at the answer costs nothing.
            if (verifiers[i].Kind is not (VerifierKind.Effort or VerifierKind.SelfConsistency))
            {
                answer = answer with
                {
                    CostUsd = answer.CostUsd + assumptions.VerifierCostUsd,
                    LatencyMs = answer.LatencyMs + (assumptions.VerifierLatencyMs ?? cell.ExecutionMs ?? 0),
                };
            }

            accepted *= Accepts(verifiers[i], cell, agreement);
        }

        return accepted;
    }

    private double Accepts(Verifier verifier, OutcomeCell cell, double? agreement)
    {
        if (assumptions.AssumedErrors is { } errors && verifier is { Kind: VerifierKind.Webhook, Runs: null })
        {
            return cell.Passed ? 1 - errors.FalseReject : errors.FalseAccept;
        }

        return verifier.Kind switch
        {
            VerifierKind.PublicTests => cell.PublicTestsPassed,
            VerifierKind.ExistingTests => cell.ExistingTestsPassed,
            VerifierKind.Build => cell.Builds,
            VerifierKind.HiddenTests => cell.Passed,
            VerifierKind.SelfConsistency => agreement >= verifier.Agreement - 1e-9,
            VerifierKind.Effort => Effort(verifier.Column, cell) <= verifier.Max,
            VerifierKind.Webhook when verifier.Runs is { } runs and not VerifierKind.Webhook =>
                Accepts(verifier with { Kind = runs }, cell, agreement) > 0,
            _ => null,
        } == true ? 1 : 0;
    }

    /// <summary>What the answer itself took; what was tried before it, and verifying it, is none of its effort.</summary>
    private static double? Effort(EffortColumn column, OutcomeCell cell) => column switch
    {
        EffortColumn.OutputTokens => cell.OutputTokens,
        EffortColumn.CostUsd => cell.CostUsd,
        _ => cell.LatencyMs,
    };
}
