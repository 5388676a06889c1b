namespace Eval.Results.Statistics;

/// <summary>The Wilson score interval of a proportion (Wilson 1927), which stays honest at 0, at 1 and for few observations.</summary>
public static class WilsonInterval
{
    private const double Z = NormalQuantile.TwoSided95;

    /// <summary>
    /// Returns the proportion with its 95 % interval; <see langword="null"/> without observations.
    /// <paramref name="successes"/> may be a fraction, for sums of per-task means.
    /// </summary>
    public static Estimate? Compute(double successes, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        if (n == 0)
        {
            return null;
        }

        var p = successes / n;
        var scale = 1 + Z * Z / n;
        var centre = (p + Z * Z / (2.0 * n)) / scale;
        var half = Z / scale * Math.Sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));

        // The ends are exact at the borders; the formula leaves 1e-17 there.
        return new Estimate(p, successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half, n);
    }
}
