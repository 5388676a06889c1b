namespace Eval.Harness.Scoring;

/// <summary>A fenced block of a reply.</summary>
/// <param name="Tag">The language tag in lower case; empty when there is none.</param>
/// <param name="Code">The text between the fences.</param>
/// <param name="IsClosed">Whether the closing fence was there.</param>
internal sealed record FencedBlock(string Tag, string Code, bool IsClosed);
