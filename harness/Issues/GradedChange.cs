using Eval.Harness.Issues.Canaries;
using Eval.Harness.Scoring;

namespace Eval.Harness.Issues;

/// <summary>What became of a change.</summary>
/// <param name="Scored">The verdict.</param>
/// <param name="Revealed">What its runner told; null where it told nothing, or was believed as it is.</param>
internal sealed record GradedChange(ScoredAnswer Scored, RevealedReport? Revealed = null);
