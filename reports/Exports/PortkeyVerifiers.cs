using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>The gateway shows each answer to a service, and a service decides: so every verifier needs an address.</summary>
/// <param name="fallback">The service for verifiers that name none; null when there is none.</param>
internal sealed class PortkeyVerifiers(Uri? fallback)
{
    /// <exception cref="PolicyExportException">No service could decide it, or none is known.</exception>
    public IReadOnlyList<Uri> Of(CascadeStage stage) => [.. stage.Verify.Select(AddressOf).Distinct()];

    private Uri AddressOf(Verifier verifier)
    {
        if (verifier.Kind == VerifierKind.SelfConsistency)
        {
            throw new PolicyExportException(
                "Portkey shows a verifier one answer, and self-consistency compares several; export to csharp.");
        }

        if (verifier is { Kind: VerifierKind.Effort, Column: EffortColumn.LatencyMs })
        {
            throw new PolicyExportException(
                "Portkey does not tell a verifier how long the answer took; bound output_tokens or cost_usd, or export to csharp.");
        }

        return verifier.Url ?? fallback ?? throw new PolicyExportException(
            $"Portkey asks a service whether an answer is accepted, and none is known for '{verifier}'; give the address of one that "
                + $"answers {{\"verdict\": true}} or false, or export to csharp.");
    }
}
