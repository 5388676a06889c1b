namespace Eval.Harness.Models;

/// <summary>What a policy may look at before it asks anybody, and how its answers can be verified.</summary>
internal sealed record RequestContext
{
    /// <summary>The features that the request has, by name; see <see cref="Eval.Routing.Policies.RequestFeature"/>.</summary>
    public required IReadOnlyDictionary<string, string> Features { get; init; }

    /// <summary>
    /// What draws depend on: the same request is drawn the same model, whatever runs beside it and however often it is asked.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Looks at answers; null where nothing can.</summary>
    public IAnswerVerifier? Verifier { get; init; }
}
