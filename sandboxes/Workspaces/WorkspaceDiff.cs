namespace Eval.Sandboxes.Workspaces;

/// <summary>What was changed in a working copy.</summary>
/// <param name="Patch">A patch of git's, empty for nothing.</param>
public sealed record WorkspaceDiff(string Patch)
{
    /// <summary>
    /// Gets the files, with their bytes, that are too large for a patch, so that it leaves them as they are in the base. Default: none.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
