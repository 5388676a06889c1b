using Eval.Harness.Models;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>What a policy does for one request: asks a model, verifies an answer. Thread-safe.</summary>
internal interface IPolicyCalls<TAnswer>
{
    /// <exception cref="ModelCallException">The model gave no answer.</exception>
    Task<CallAnswer<TAnswer>> AskAsync(string model, CallOptions options, CancellationToken ct);

    /// <summary>
    /// Runs a verifier that has to do something; those that only look at figures or compare answers are not asked for here.
    /// </summary>
    Task<Verification> VerifyAsync(Verifier verifier, TAnswer answer, CancellationToken ct);

    /// <summary>Returns what is compared of several answers: their code; null when there is none.</summary>
    Task<string?> CodeOfAsync(TAnswer answer, CancellationToken ct);

    /// <summary>Returns what tokens cost of a model; null when its price or the tokens are unknown.</summary>
    decimal? CostOf(string model, Usage usage);
}
