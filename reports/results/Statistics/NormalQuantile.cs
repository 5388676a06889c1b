using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>That of 97.5 %: two-sided intervals and tests are at 95 % and 5 %.</summary>
    public const double TwoSided95 = 1.959963984540054;

    /// <summary>Returns the value below which the share lies.</summary>
    public static double Compute(double share) => Normal.InvCDF(0, 1, share);
}
