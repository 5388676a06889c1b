namespace Eval.Harness.Issues.Canaries;

/// <summary>What stands behind a made-up name of a test, and how it must come out.</summary>
internal enum MaskKind
{
    /// <summary>A hidden test: whatever it comes out as.</summary>
    Hidden,

    /// <summary>A twin of one with a wrong literal, or a comparison that does not hold.</summary>
    MustFail,

    /// <summary>A comparison that holds.</summary>
    MustPass,
}
