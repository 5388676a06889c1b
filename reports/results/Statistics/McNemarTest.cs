using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>
/// Tests whether two models pass equally often on the same tasks (McNemar 1947): only tasks that one passes and the other fails count.
/// </summary>
public static class McNemarTest
{
    /// <summary>Returns the exact two-sided p-value.</summary>
    /// <param name="onlyFirst">Tasks that only the first passes.</param>
    /// <param name="onlySecond">Tasks that only the second passes.</param>
    public static double Exact(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        return Math.Min(1, 2 * Tail(onlyFirst, onlySecond));
    }

    /// <summary>Returns the mid-p value, which is less conservative (Fagerland, Lydersen, Laake 2013).</summary>
    /// <param name="onlyFirst">Tasks that only the first passes.</param>
    /// <param name="onlySecond">Tasks that only the second passes.</param>
    public static double MidP(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var at = Binomial.PMF(0.5, onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond));
        return Math.Min(1, (2 * Tail(onlyFirst, onlySecond)) - at);
    }

    private static double Tail(int onlyFirst, int onlySecond) =>
        Binomial.CDF(0.5, onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond));
}
