using Eval.Reports.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Drift;

/// <summary>What a window of quiet nights lets expect of a number that is compared by its ratio: times, tokens, money.</summary>
internal sealed class MetricBaseline
{
    private readonly double _mean;
    private readonly double _spread;
    private readonly int _nights;

    private MetricBaseline(double mean, double spread, int nights)
    {
        _mean = mean;
        _spread = spread;
        _nights = nights;
    }

    /// <summary>Gets the value that is expected.</summary>
    public double Expected => Math.Exp(_mean);

    /// <summary>Returns the baseline; null when a night of the window measured nothing.</summary>
    /// <param name="window">The values of the nights.</param>
    /// <param name="smallestSpread">The spread that nights are thought to have at least, as a share: changes of that size are never worth an alarm.</param>
    public static MetricBaseline? Of(IReadOnlyList<double?> window, double smallestSpread)
    {
        var logs = window.Where(value => value > 0).Select(value => Math.Log(value!.Value)).ToList();
        return logs.Count < window.Count || logs.Count < 2 ? null : new MetricBaseline(logs.Average(), Math.Max(smallestSpread, Math.Sqrt(StandardError.Variance(logs)!.Value)), logs.Count);
    }

    /// <summary>
    /// Returns how far a value lies above the expected one, as a standard normal score. The window is short, so its spread is uncertain too: a
    /// prediction with Student's t, carried over to the normal scale.
    /// </summary>
    public double Score(double value)
    {
        var spread = _spread * Math.Sqrt(1 + (1.0 / _nights));
        var t = (Math.Log(value) - _mean) / spread;
        return t > 0 ? -NormalQuantile.Of(StudentT.CDF(0, 1, _nights - 1, -t)) : NormalQuantile.Of(StudentT.CDF(0, 1, _nights - 1, t));
    }
}
