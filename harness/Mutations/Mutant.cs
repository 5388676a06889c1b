namespace Eval.Harness.Mutations;

/// <summary>A program that differs from a correct one in one small place.</summary>
/// <param name="Id">Stable for the same source: operator, line and a short hash.</param>
/// <param name="Operator">The kind of change: <c>operator</c>, <c>boundary</c>, <c>constant</c>, <c>condition</c>, <c>return</c> or
/// <c>statement</c>.</param>
/// <param name="Line">The changed line, from 1.</param>
/// <param name="Before">The changed text as it was.</param>
/// <param name="After">The changed text as it is.</param>
/// <param name="Source">The whole mutated program.</param>
internal sealed record Mutant(string Id, string Operator, int Line, string Before, string After, string Source);
