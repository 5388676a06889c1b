using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>
/// Quantiles of type 7 (Hyndman and Fan 1996; numpy's and Excel's default) and what a sample's size allows to say of them.
/// </summary>
public static class Percentile
{
    /// <summary>The 99th percentile is shown only from this many observations on.</summary>
    public const int MinForP99 = 300;

    /// <summary>
    /// Medians of times and speeds are shown only from this many observations on: fewer say more of single calls than of the endpoint.
    /// </summary>
    public const int MinForMedian = 5;

    /// <summary>The 90th percentile is shown only from this many observations on: with fewer it is the largest of them.</summary>
    public const int MinForP90 = 10;

    /// <summary>Returns how many observations a quantile of times needs to be known.</summary>
    public static int MinFor(double q) => q <= 0.5 ? MinForMedian : q <= 0.9 ? MinForP90 : MinForP99;

    /// <summary>Returns the quantile of a sorted sample; <see langword="null"/> when it is empty. Values may be infinite.</summary>
    public static double? Compute(ReadOnlySpan<double> sorted, double q)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(q);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(q, 1);
        if (sorted.IsEmpty)
        {
            return null;
        }

        var position = (sorted.Length - 1) * q;
        var index = (int)position;
        return Between(sorted[index], sorted[Math.Min(index + 1, sorted.Length - 1)], position - index);
    }

    /// <summary>
    /// Returns the 1-based ranks whose values enclose the quantile with 95 % confidence whatever the distribution; an end is
    /// <see langword="null"/> when no rank of the sample bounds it.
    /// </summary>
    public static (int? Low, int? High) OrderStatisticRanks(int n, double q)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var low = BinomialQuantile(n, q, 0.025);
        var high = BinomialQuantile(n, q, 0.975) + 1;
        return (low < 1 ? null : low, high > n ? null : high);
    }

    /// <summary>
    /// Returns how many independent observations a two-sided 95 % interval needs to have an upper end: 6, 36 and 368 for 50, 90 and 99 %.
    /// </summary>
    public static int MinForUpperBound(double q) => (int)Math.Ceiling(Math.Log(0.025) / Math.Log(q));

    /// <summary>Interpolates, also beside infinite values.</summary>
    internal static double Between(double low, double high, double fraction) =>
        fraction == 0 || low.Equals(high) ? low : low + fraction * (high - low);

    private static int BinomialQuantile(int n, double q, double probability)
    {
        var (low, high) = (0, n);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Binomial.CDF(q, n, middle) >= probability)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
