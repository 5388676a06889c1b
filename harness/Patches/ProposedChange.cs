namespace Eval.Harness.Patches;

/// <summary>A change of a repository as a reply gives it.</summary>
internal sealed record ProposedChange
{
    public required ChangeKind Kind { get; init; }

    /// <summary>A unified diff; null where whole files are given.</summary>
    public string? Diff { get; init; }

    /// <summary>The new content of files by their paths, null for deleted ones; null where a diff is given.</summary>
    public IReadOnlyDictionary<string, string?>? Files { get; init; }

    /// <summary>Why it cannot be used, in a sentence; null when it can.</summary>
    public string? Problem { get; init; }
}
