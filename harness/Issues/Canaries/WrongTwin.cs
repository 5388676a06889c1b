namespace Eval.Harness.Issues.Canaries;

/// <summary>A copy of a hidden test that must fail wherever the test itself passes.</summary>
/// <param name="File">The file that both are in.</param>
/// <param name="TestStart">Where the test begins in it.</param>
/// <param name="LiteralStart">Where the literal is that the copy has otherwise.</param>
/// <param name="LiteralEnd">Where it ends.</param>
/// <param name="Literal">What the copy has there.</param>
internal sealed record WrongTwin(string File, int TestStart, int LiteralStart, int LiteralEnd, string Literal);
