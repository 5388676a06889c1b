namespace Eval.Harness.Scoring;

/// <summary>What the extraction found in a reply.</summary>
internal enum CodeFound
{
    /// <summary>A candidate that parses.</summary>
    Parses,

    /// <summary>Only candidates with syntax errors; the last of them was taken.</summary>
    HasSyntaxErrors,

    /// <summary>Nothing that could be code.</summary>
    Nothing,

    /// <summary>Nothing that could be code, and the words of a refusal.</summary>
    Refusal,
}
