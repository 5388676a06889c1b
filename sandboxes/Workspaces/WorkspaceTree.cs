namespace Eval.Sandboxes.Workspaces;

/// <summary>The files that a working copy begins with.</summary>
/// <param name="Name">A name for people, for instance <c>pallets/flask@182ce3dd</c>.</param>
/// <param name="Hash">What tells the files from all others, in hex.</param>
/// <param name="OpenAsync">Opens them as a tar archive whose paths are relative to the repository's root.</param>
public sealed record WorkspaceTree(string Name, string Hash, Func<CancellationToken, Task<Stream>> OpenAsync);
