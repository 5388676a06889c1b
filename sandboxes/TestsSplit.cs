namespace Eval.Sandboxes;

/// <summary>Whether the tests of a task can be parted from answers.</summary>
/// <param name="Program">The tests; null where they cannot.</param>
/// <param name="Refusal">Why they cannot; null where they can.</param>
public sealed record TestsSplit(CheckerProgram? Program, string? Refusal);
