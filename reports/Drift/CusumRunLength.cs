using System.Collections.Concurrent;
using MathNet.Numerics.LinearAlgebra;

namespace Eval.Reports.Drift;

/// <summary>How many nights pass on average until a cumulative sum raises the alarm (Brook and Evans 1972: a Markov chain over slices of the sum).</summary>
public static class CusumRunLength
{
    private const int Slices = 300;
    private static readonly ConcurrentDictionary<int, double> Limits = new();

    /// <summary>Returns the mean number of nights.</summary>
    /// <param name="limit">The limit of the sum.</param>
    /// <param name="shift">By how many standard deviations every night lies below what was expected; 0 for no change.</param>
    public static double Nights(double limit, double shift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var width = 2 * limit / ((2 * Slices) - 1);

        // From the middle of one slice, the chance to land in each: the first holds everything at or below 0.
        var stays = Matrix<double>.Build.Dense(Slices, Slices, (from, to) =>
        {
            var start = from * width;
            var up = ((to + 0.5) * width) - start + Cusum.Allowance - shift;
            return Below(up) - (to == 0 ? 0 : Below(up - width));
        });
        var ones = Vector<double>.Build.Dense(Slices, 1);
        return (Matrix<double>.Build.DenseIdentity(Slices) - stays).Solve(ones)[0];
    }

    /// <summary>Returns the limit at which several series together raise as few false alarms as one at its own limit.</summary>
    public static double LimitFor(int series)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        return series == 1 ? Cusum.DefaultLimit : Limits.GetOrAdd(series, Find);
    }

    private static double Find(int series)
    {
        var wanted = Nights(Cusum.DefaultLimit) * series;
        var (low, high) = (Cusum.DefaultLimit, 2 * Cusum.DefaultLimit);
        for (var i = 0; i < 20; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Nights(middle) < wanted ? (middle, high) : (low, middle);
        }

        return Math.Round(high, 2);
    }

    private static double Below(double value) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, value);
}
