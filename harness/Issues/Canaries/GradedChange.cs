using Eval.Harness.Scoring;

namespace Eval.Harness.Issues.Canaries;

/// <summary>What became of a change.</summary>
/// <param name="Scored">The verdict.</param>
/// <param name="Revealed">What its runner told; null where it told nothing, or was believed as it is.</param>
/// <param name="Configuration">The files that were found to configure the tests; null where that was not looked for.</param>
internal sealed record GradedChange(ScoredAnswer Scored, RevealedReport? Revealed = null, IReadOnlyList<string>? Configuration = null);
