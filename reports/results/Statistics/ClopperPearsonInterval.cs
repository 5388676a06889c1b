using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>
/// The exact interval of a proportion (Clopper and Pearson 1934): never covers less than its level, so it is the one for claims of "at
/// least".
/// </summary>
public static class ClopperPearsonInterval
{
    private const double Tail = 0.025;

    /// <summary>Returns the proportion with its 95 % interval; <see langword="null"/> without observations.</summary>
    public static Estimate? Compute(int successes, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        if (n == 0)
        {
            return null;
        }

        var low = successes == 0 ? 0 : Beta.InvCDF(successes, n - successes + 1, Tail);
        var high = successes == n ? 1 : Beta.InvCDF(successes + 1, n - successes, 1 - Tail);
        return new Estimate((double)successes / n, low, high, n);
    }
}
