namespace Eval.Harness.Replies;

/// <summary>A fenced block of a reply.</summary>
/// <param name="Tag">The language tag in lower case; empty when there is none.</param>
/// <param name="Code">The text between the fences.</param>
/// <param name="IsClosed">Whether the closing fence was there.</param>
internal sealed record FencedBlock(string Tag, string Code, bool IsClosed)
{
    /// <summary>Gets the text with what stands behind the opening marks in front, where that may be code too; null elsewhere.</summary>
    public string? WithFirstLine { get; init; }

    /// <summary>
    /// Gets whether it is one reading of two: a fence at the end of a line may end it there, and a later one ends it too.
    /// </summary>
    public bool IsDoubtful { get; init; }
}
