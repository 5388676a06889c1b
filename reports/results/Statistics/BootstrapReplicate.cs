namespace Eval.Results.Statistics;

/// <summary>Computes the statistics of one replicate.</summary>
/// <param name="counts">How often each task was drawn.</param>
/// <param name="values">Receives the statistics; NaN where one is undefined, positive infinity for a cost that bought nothing.</param>
public delegate void BootstrapReplicate(ReadOnlySpan<int> counts, Span<double> values);
