using Eval.Results.Records;

namespace Eval.Reports.Comparisons;

/// <summary>One side of a comparison: a model's attempts in a run.</summary>
/// <param name="Label">The name it is shown by.</param>
/// <param name="Attempts">Its attempts.</param>
public sealed record ComparedSide(string Label, IReadOnlyList<Attempt> Attempts);
