namespace Eval.Sandboxes.Workspaces;

/// <summary>What was changed in a working copy.</summary>
/// <param name="Patch">A patch of git's, empty for nothing.</param>
public sealed record WorkspaceDiff(string Patch)
{
    /// <summary>Gets the files that the patch leaves as they are in the base because they are too large for one, with their bytes. Default: none.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
