namespace Eval.Harness.Issues.Tracing;

/// <summary>A file of a working copy that was read.</summary>
/// <param name="Path">Its path relative to the repository's root.</param>
/// <param name="At">When it was read for the first time.</param>
internal sealed record ReadFile(string Path, DateTimeOffset At);
