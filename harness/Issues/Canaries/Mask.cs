namespace Eval.Harness.Issues.Canaries;

/// <summary>What stands behind a made-up name of a test.</summary>
/// <param name="Name">The name of the hidden test; of a canary, the one it is shown by.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Test">The hidden test that it is or that it was made from, by its file and its place there; null for a comparison.</param>
/// <param name="Twin">The twin that it is; null for anything else.</param>
internal sealed record Mask(string Name, MaskKind Kind, (string File, int Start)? Test = null, WrongTwin? Twin = null)
{
    /// <summary>
    /// Whether it stands in front of the names of a table's rows, with a blank between; then it has a name only as a canary.
    /// </summary>
    public bool IsPrefix { get; init; }
}
