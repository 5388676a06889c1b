using Eval.Results.Records;

namespace Eval.Results.Metrics;

/// <summary>
/// How two models are compared in a metric on their common tasks: by the ratio of their means over tasks, or of their medians.
/// </summary>
/// <param name="Value">What an attempt says of it; <see langword="null"/> where it says nothing.</param>
public sealed record MetricPairing(Func<Attempt, double?> Value)
{
    /// <summary>
    /// Gets a value indicating whether medians are compared, on the tasks where both sides have a value; else the means, which need all.
    /// </summary>
    public bool IsMedian { get; init; }

    /// <summary>Gets where it stands among the others; those without a place come last.</summary>
    public int Place { get; init; } = int.MaxValue;

    /// <summary>Gets why nothing can be compared.</summary>
    public string Missing { get; init; } = "no common task has a value of both";
}
