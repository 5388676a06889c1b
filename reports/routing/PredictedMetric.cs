using Eval.Results.Statistics;

namespace Eval.Routing;

/// <summary>One number of a policy, expected and measured.</summary>
/// <param name="Name">What it is: <c>quality</c>, <c>cost_per_task_usd</c>, <c>latency_mean_ms</c>, …</param>
/// <param name="Predicted">What was expected, with the interval of the true value.</param>
/// <param name="Low">The lower end of the interval that holds what so many new tasks will show 95 times in 100.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Measured">What was measured.</param>
public sealed record PredictedMetric(string Name, Estimate Predicted, double Low, double High, double Measured)
{
    /// <summary>Gets a value indicating whether what was measured lies where it was expected.</summary>
    public bool IsInside => Measured >= Low && Measured <= High;

    /// <summary>Returns the prediction for a number of new tasks.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="predicted">What was expected.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="tasks">The number of new tasks.</param>
    /// <param name="max">The most it can be: 1 for a rate.</param>
    /// <remarks>
    /// The new tasks are drawn by chance like those of the expectation: the variance of the difference of two means is σ²/n + σ²/m, so each
    /// side of the interval grows by √(1 + n/m).
    /// </remarks>
    public static PredictedMetric Create(string name, Estimate predicted, double measured, int tasks, double max = double.PositiveInfinity)
    {
        var wider = Math.Sqrt(1 + ((double)predicted.N / tasks));
        return new PredictedMetric(name, predicted, Math.Max(0, predicted.Value - ((predicted.Value - predicted.Low) * wider)),
            Math.Min(max, predicted.Value + ((predicted.High - predicted.Value) * wider)), measured);
    }
}
