using Eval.Routing.Policies;

namespace Eval.Harness.Models;

/// <summary>Runs what a production verifier may run: never the hidden tests. Thread-safe.</summary>
internal interface IAnswerVerifier
{
    /// <param name="kind"><see cref="VerifierKind.PublicTests"/>, <see cref="VerifierKind.ExistingTests"/> or
    /// <see cref="VerifierKind.Build"/>.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="ct">Gives up.</param>
    Task<Verification> VerifyAsync(VerifierKind kind, Completion answer, CancellationToken ct);

    /// <summary>Returns the code of an answer; null when there is none.</summary>
    Task<string?> CodeOfAsync(Completion answer, CancellationToken ct);
}
