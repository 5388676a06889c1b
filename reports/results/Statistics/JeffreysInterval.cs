using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>
/// The credible interval of a proportion with the prior Beta(1/2, 1/2), with its ends set at the borders (Brown, Cai, DasGupta 2001).
/// The value is the mean of what is believed afterwards, not the share observed.
/// </summary>
public static class JeffreysInterval
{
    private const double Tail = 0.025;
    private const double Prior = 0.5;

    /// <summary>Returns the proportion with its 95 % interval; <see langword="null"/> without observations.</summary>
    public static Estimate? Compute(int successes, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        if (n == 0)
        {
            return null;
        }

        var (a, b) = (successes + Prior, n - successes + Prior);
        var low = successes == 0 ? 0 : Beta.InvCDF(a, b, Tail);
        var high = successes == n ? 1 : Beta.InvCDF(a, b, 1 - Tail);
        return new Estimate(a / (n + 1), low, high, n);
    }
}
