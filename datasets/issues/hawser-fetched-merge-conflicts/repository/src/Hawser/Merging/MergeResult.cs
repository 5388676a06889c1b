using Hawser.Objects;

namespace Hawser.Merging;

/// <summary>How a merge or the replay of a commit has ended.</summary>
public enum MergeOutcome
{
    /// <summary>There was nothing to do.</summary>
    AlreadyUpToDate,

    /// <summary>The branch was moved to the other commit.</summary>
    FastForward,

    /// <summary>A commit was made.</summary>
    Committed,

    /// <summary>The files wait for somebody to resolve the conflicts in them, and for a commit.</summary>
    Conflicted,
}

/// <summary>What two sides disagree about.</summary>
public enum ConflictKind
{
    /// <summary>Both have changed the same lines.</summary>
    Content,

    /// <summary>Both have added a file of this path, with different texts.</summary>
    BothAdded,

    /// <summary>One has changed a file that the other has deleted.</summary>
    ChangedAndDeleted,

    /// <summary>Both have moved the file, to different paths.</summary>
    RenamedTwice,

    /// <summary>Different files of the two sides have ended up at this path.</summary>
    SamePath,
}

/// <summary>A file on which two sides disagree.</summary>
public sealed record MergeConflict(string Path, ConflictKind Kind);

/// <summary>The end of a merge.</summary>
public sealed class MergeResult
{
    internal MergeResult(MergeOutcome outcome, Commit? commit, IReadOnlyList<MergeConflict> conflicts)
    {
        Outcome = outcome;
        Commit = commit;
        Conflicts = conflicts;
    }

    /// <summary>How it has ended.</summary>
    public MergeOutcome Outcome { get; }

    /// <summary>The commit the branch stands at; null if there are conflicts.</summary>
    public Commit? Commit { get; }

    /// <summary>The conflicts ordered by path.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; }
}
