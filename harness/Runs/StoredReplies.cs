namespace Eval.Harness.Runs;

/// <summary>Which stored replies a run scores.</summary>
internal enum StoredReplies
{
    None,

    /// <summary>Those that were paid for and not scored before the process ended.</summary>
    Unscored,

    /// <summary>Those, and those whose sandbox failed.</summary>
    UnscoredAndFailed,

    /// <summary>All of them, again.</summary>
    All,
}
