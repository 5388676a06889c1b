namespace Eval.Datasets;

/// <summary>A mutant of the reference that no test can tell from it, because it gives the same results.</summary>
/// <param name="Mutant">The mutant's id.</param>
/// <param name="Reason">Why no test can fail.</param>
public sealed record EquivalentMutant(string Mutant, string Reason);
