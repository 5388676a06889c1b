namespace Eval.Harness.Replies;

/// <summary>What the extraction found in a reply.</summary>
internal enum CodeFound
{
    /// <summary>Something that may be code.</summary>
    Code,

    /// <summary>Nothing that could be code.</summary>
    Nothing,

    /// <summary>Nothing that could be code, and the words of a refusal.</summary>
    Refusal,
}
