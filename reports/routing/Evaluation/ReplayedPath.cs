namespace Eval.Routing.Evaluation;

/// <summary>One way a request may take through a policy.</summary>
public readonly record struct ReplayedPath
{
    // Unknown is NaN: a path is copied several times for each sample of each task.
    private readonly double _costUsd;
    private readonly double _latencyMs;
    private readonly double _ttftMs;

    internal ReplayedPath(AskedModels asked)
    {
        (AskedSoFar, Weight) = (asked, 1);
        (_costUsd, _latencyMs, _ttftMs) = (double.NaN, double.NaN, double.NaN);
    }

    /// <summary>Gets the probability of it; that of all ways of a task adds up to 1.</summary>
    public double Weight { get; init; }

    /// <summary>Gets the models that are asked, in their order; who is asked again stands there again.</summary>
    public IReadOnlyList<string> Asked => [.. AskedSoFar.InOrder()];

    /// <summary>Gets the model whose answer is served; <see langword="null"/> when nobody answered.</summary>
    public string? Served { get; init; }

    /// <summary>Gets the answer that is served; <see langword="null"/> when nobody answered.</summary>
    public OutcomeCell? Answer { get; init; }

    /// <summary>Gets a value indicating whether the answer that is served passes.</summary>
    public bool Passed => Answer?.Passed == true;

    /// <summary>Gets the cost of all calls and verifications in USD; <see langword="null"/> when one is unknown.</summary>
    public double? CostUsd { get => Known(_costUsd); init => _costUsd = value ?? double.NaN; }

    /// <summary>
    /// Gets the time until the whole answer is there, in milliseconds; of a failure until it is known; <see langword="null"/> when unknown.
    /// </summary>
    public double? LatencyMs { get => Known(_latencyMs); init => _latencyMs = value ?? double.NaN; }

    /// <summary>
    /// Gets the time until a user can be shown something, in milliseconds; <see langword="null"/> when unknown or nobody answered.
    /// </summary>
    public double? TtftMs { get => Known(_ttftMs); init => _ttftMs = value ?? double.NaN; }

    /// <summary>Gets a value indicating whether a cascade went beyond its first stage.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>Gets who was asked, as it grows.</summary>
    internal AskedModels AskedSoFar { get; init; }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
