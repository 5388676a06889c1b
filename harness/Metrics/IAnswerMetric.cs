using Eval.Datasets;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Harness.Metrics;

/// <summary>
/// Measures something of an answer beside its verdict: what the user's own expressions say, or what a compiler sees in it.
/// </summary>
internal interface IAnswerMetric
{
    /// <summary>Gets what it measures.</summary>
    IReadOnlyList<Signal> Signals { get; }

    /// <summary>Returns the values by the names of the signals; what cannot be measured of this answer is left out.</summary>
    /// <param name="task">The task.</param>
    /// <param name="attempt">The scored attempt with its texts.</param>
    /// <param name="ct">Ends the measuring.</param>
    Task<IReadOnlyDictionary<string, double>> MeasureAsync(EvalTask task, Attempt attempt, CancellationToken ct);
}
