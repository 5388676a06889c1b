namespace Eval.Harness.Scoring.Canaries;

/// <summary>The canaries of one execution.</summary>
/// <param name="Source">The file that declares the values, in an order drawn for this execution.</param>
/// <param name="Key">What must hold, by the number under which it is told. It never leaves this process.</param>
internal sealed record CanaryDraw(string Source, IReadOnlyDictionary<int, CanaryKey> Key);
