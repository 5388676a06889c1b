namespace Eval.Results.Storage;

/// <summary>Which of the texts behind an attempt are read with it.</summary>
internal enum StoredTexts
{
    /// <summary>None.</summary>
    None,

    /// <summary>Code and grading, and the prompt of the first attempt of each task that has one.</summary>
    OfOutcomes,

    /// <summary>All of them.</summary>
    All,
}
