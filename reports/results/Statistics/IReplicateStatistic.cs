namespace Eval.Results.Statistics;

/// <summary>
/// One or more numbers that can be computed from how often each task was drawn; with every task drawn once it is the estimate itself.
/// </summary>
internal interface IReplicateStatistic
{
    /// <summary>Gets how many numbers.</summary>
    int Count { get; }

    /// <summary>Computes them; NaN where undefined.</summary>
    void Evaluate(ReadOnlySpan<int> counts, Span<double> values);
}
