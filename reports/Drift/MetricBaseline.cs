using Eval.Results.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Drift;

/// <summary>What a window of quiet runs lets expect of a number that is compared by its ratio: times, tokens, money.</summary>
internal sealed class MetricBaseline
{
    /// <summary>How many runs' worth of knowledge the smallest variation stands for.</summary>
    private const int KnownVariation = 5;

    private readonly double _mean;
    private readonly double _variation;
    private readonly int _nights;
    private readonly double _freedom;

    private MetricBaseline(double mean, double variation, int nights, double freedom)
    {
        _freedom = freedom;
        _mean = mean;
        _variation = variation;
        _nights = nights;
    }

    /// <summary>Returns the baseline; null when a run of the window measured nothing.</summary>
    /// <param name="window">The values of the runs.</param>
    /// <param name="minVariation">The variation that runs are thought to have at least, as a share: changes of that size are never worth
    /// an alarm.</param>
    public static MetricBaseline? From(IReadOnlyList<double?> window, double minVariation)
    {
        var logs = window.Where(value => value > 0).Select(value => Math.Log(value!.Value)).ToList();
        if (logs.Count < window.Count || logs.Count < 2)
        {
            return null;
        }

        // A variation that is taken for granted is known better than one from a few runs.
        var seen = Math.Sqrt(StandardError.Variance(logs)!.Value);
        var freedom = logs.Count - 1 + (seen > minVariation ? 0 : KnownVariation);
        return new MetricBaseline(logs.Average(), Math.Max(minVariation, seen), logs.Count, freedom);
    }

    /// <summary>
    /// Returns how far a value lies above the expected one, as a standard normal score. The window is short, so its spread is uncertain
    /// too: a prediction with Student's t, carried over to the normal scale.
    /// </summary>
    public double Score(double value)
    {
        var variation = _variation * Math.Sqrt(1 + (1.0 / _nights));
        var t = (Math.Log(value) - _mean) / variation;
        return t > 0 ? -NormalQuantile.Compute(StudentT.CDF(0, 1, _freedom, -t)) : NormalQuantile.Compute(StudentT.CDF(0, 1, _freedom, t));
    }
}
