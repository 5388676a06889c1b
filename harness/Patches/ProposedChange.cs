namespace Eval.Harness.Patches;

/// <summary>A change of a repository as a reply gives it.</summary>
internal sealed record ProposedChange
{
    public required ChangeKind Kind { get; init; }

    /// <summary>A unified diff; null where the change is given in another form.</summary>
    public string? Diff { get; init; }

    /// <summary>What is to be replaced, in this order; empty where the change is given in another form.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>The new content of files by their paths; empty where the change is given in another form.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}
