namespace Eval.Harness.Patches;

/// <summary>The form in which a reply gives a change.</summary>
internal enum ChangeKind
{
    /// <summary>A unified diff.</summary>
    Diff,

    /// <summary>Pieces of files as they are and as they shall be.</summary>
    Edits,

    /// <summary>Whole files.</summary>
    WholeFiles,

    /// <summary>There is no change in the reply.</summary>
    Nothing,

    /// <summary>The model declined.</summary>
    Refusal,
}
