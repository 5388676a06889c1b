using System.Collections.Concurrent;
using MathNet.Numerics.LinearAlgebra;

namespace Eval.Reports.Drift;

/// <summary>
/// How many runs pass on average until a cumulative sum raises the alarm (Brook and Evans 1972: a Markov chain over slices of the sum).
/// </summary>
public static class CusumRunLength
{
    private const int Slices = 300;
    private const double LimitPrecision = 1e-5;
    private static readonly ConcurrentDictionary<int, double> Limits = new();

    /// <summary>Returns the mean number of runs.</summary>
    /// <param name="limit">The limit of the sum.</param>
    /// <param name="shift">By how many standard deviations every run lies below what was expected; 0 for no change.</param>
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

    /// <summary>By secants, because the logarithm of the runs is all but straight over the limit.</summary>
    private static double Find(int series)
    {
        var (before, beforeNights) = (Cusum.DefaultLimit, Math.Log(Nights(Cusum.DefaultLimit)));
        var wanted = beforeNights + Math.Log(series);
        var (limit, nights) = (before + 1, Math.Log(Nights(before + 1)));
        while (Math.Abs(limit - before) > LimitPrecision)
        {
            var next = limit + ((wanted - nights) * (limit - before) / (nights - beforeNights));
            (before, beforeNights) = (limit, nights);
            (limit, nights) = (next, Math.Log(Nights(next)));
        }

        return Math.Round(limit, 2);
    }

    private static double Below(double value) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, value);
}
