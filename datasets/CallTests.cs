namespace Eval.Datasets;

/// <summary>
/// Tests in the form call → value: the sandbox returns what each call gave and the harness compares, so that the expected values
/// never enter the process in which the answer runs.
/// </summary>
public sealed record CallTests : TestSuite
{
    /// <summary>Gets the cases in the order of the file.</summary>
    public required IReadOnlyList<CallTest> Cases { get; init; }

    /// <inheritdoc/>
    public override object HashedContent() => Cases;
}
