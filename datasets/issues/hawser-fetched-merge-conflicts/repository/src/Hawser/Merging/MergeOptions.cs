using Hawser.Diffing;

namespace Hawser.Merging;

/// <summary>What stands between the markers of a conflict.</summary>
public enum ConflictStyle
{
    /// <summary>Our lines and their lines.</summary>
    Merge,

    /// <summary>Our lines, the lines of the common ancestor, and their lines.</summary>
    WithBase,
}

/// <summary>Which side wins where both have changed the same lines.</summary>
public enum MergePreference
{
    /// <summary>Neither: it is a conflict.</summary>
    None,

    /// <summary>The current branch.</summary>
    Ours,

    /// <summary>The other branch.</summary>
    Theirs,
}

/// <summary>How branches are merged.</summary>
public sealed record MergeOptions
{
    /// <summary>The options used when none are given.</summary>
    public static MergeOptions Default { get; } = new();

    /// <summary>What conflicts look like.</summary>
    public ConflictStyle Style { get; init; } = ConflictStyle.Merge;

    /// <summary>Which side wins.</summary>
    public MergePreference Prefer { get; init; } = MergePreference.None;

    /// <summary>Whether the branch is just moved where the other side has all of its commits.</summary>
    public bool AllowFastForward { get; init; } = true;

    /// <summary>Whether branches without a common ancestor may be merged.</summary>
    public bool AllowUnrelated { get; init; }

    /// <summary>How lines and moved files are matched. White space always counts.</summary>
    public DiffOptions Diff { get; init; } = DiffOptions.Default;

    /// <summary>The message of the merge commit, where it is not to be made from the names.</summary>
    public string? Message { get; init; }
}
