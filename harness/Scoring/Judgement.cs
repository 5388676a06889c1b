namespace Eval.Harness.Scoring;

/// <summary>What a task's tests say about a program.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Detail">Why, in words; null when there is nothing to say.</param>
internal sealed record Judgement(JudgementKind Kind, string? Detail = null);
