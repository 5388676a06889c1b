namespace Eval.Harness.Scoring.Canaries;

/// <summary>A place in a test program where one expected value stands: in an assertion, or in a row of a theory.</summary>
/// <param name="Number">Its number, by which the rewritten program names it.</param>
/// <param name="Expected">What is expected there.</param>
/// <param name="Text">The assertion as a reader knows it.</param>
/// <param name="IsRequired">Whether every run of the tests that passes gets there.</param>
/// <param name="IsRow">Whether it is an argument of a theory's row.</param>
internal sealed record CanarySite(int Number, CanaryConstant Expected, string Text, bool IsRequired, bool IsRow = false);
