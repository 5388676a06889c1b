namespace Eval.Sandboxes.Workspaces;

/// <summary>What was changed in a working copy.</summary>
/// <param name="Patch">A patch of git's, empty for nothing; <see langword="null"/> when it cannot be told.</param>
/// <param name="Problem">Why it cannot be told; <see langword="null"/> when it is.</param>
public sealed record WorkspaceDiff(string? Patch, string? Problem);
