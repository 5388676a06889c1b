namespace Eval.Datasets;

/// <summary>Tests that are program text with assertions in it.</summary>
public sealed record ProgramTests : TestSuite
{
    /// <summary>Gets the text as the data set gives it.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the convention the text follows.</summary>
    public required ProgramTestStyle Style { get; init; }

    /// <inheritdoc/>
    public override object HashedContent() => new { Code, Style };
}
