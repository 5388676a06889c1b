namespace Eval.Harness.Replies;

/// <summary>Code of a reply that may be its answer.</summary>
/// <param name="Code">The code.</param>
/// <param name="Outline">Its shape.</param>
/// <param name="Rank">How strong the evidence is.</param>
/// <param name="Order">Its place among the candidates.</param>
internal sealed record CodeCandidate(string Code, CodeOutline Outline, AnswerRank Rank, int Order)
{
    /// <summary>Gets whether it stood in a fence of another language; that decides only among candidates that declare nothing.</summary>
    public bool IsForeign { get; init; }
}
