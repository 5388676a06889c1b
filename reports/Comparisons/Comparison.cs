namespace Eval.Reports.Comparisons;

/// <summary>A table of comparisons; p-values are corrected for all of its kind.</summary>
public sealed record Comparison
{
    /// <summary>Gets what counts as a failure.</summary>
    public required OutcomeBasis Basis { get; init; }

    /// <summary>Gets the comparisons over all tasks.</summary>
    public required IReadOnlyList<ModelComparison> Overall { get; init; }

    /// <summary>Gets the comparisons class by class; empty when there is but one.</summary>
    public IReadOnlyList<ModelComparison> ByClass { get; init; } = [];

    /// <summary>Gets the models from best to worst; empty when two runs are compared.</summary>
    public IReadOnlyList<ModelRanking> Ranking { get; init; } = [];

    /// <summary>Gets what a reader must know before he believes the numbers.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
