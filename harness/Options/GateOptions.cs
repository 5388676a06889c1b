namespace Eval.Harness.Options;

/// <summary>What a run has to keep to.</summary>
/// <param name="Gates">Gates, each as it is typed.</param>
/// <param name="FailUnder">The least pass rate by model.</param>
/// <param name="Baseline">The run that no model may be worse than; null for none.</param>
internal sealed record GateOptions(IReadOnlyList<string> Gates, IReadOnlyDictionary<string, double> FailUnder, string? Baseline);
