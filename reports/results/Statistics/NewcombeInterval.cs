namespace Eval.Results.Statistics;

/// <summary>The interval of the difference of two paired proportions (Newcombe 1998, Statistics in Medicine 17:2635, method 10).</summary>
public static class NewcombeInterval
{
    /// <summary>Returns the first model's rate minus the second's with its 95 % interval; <see langword="null"/> without tasks.</summary>
    public static Estimate? Compute(PairedCounts counts)
    {
        var (a, b, c, d) = counts;
        var n = counts.Tasks;
        if (WilsonInterval.Compute(a + b, n) is not { } first || WilsonInterval.Compute(a + c, n) is not { } second)
        {
            return null;
        }

        var phi = Correlation(a, b, c, d, n);
        var difference = (double)(b - c) / n;
        var low = difference - Length(first.Value - first.Low, second.High - second.Value, phi);
        var high = difference + Length(second.Value - second.Low, first.High - first.Value, phi);
        return new Estimate(difference, Math.Max(-1, low), Math.Min(1, high), n);
    }

    private static double Length(double one, double other, double phi) =>
        Math.Sqrt(Math.Max(0, (one * one) - (2 * phi * one * other) + (other * other)));

    private static double Correlation(double a, double b, double c, double d, int n)
    {
        var margins = (a + b) * (c + d) * (a + c) * (b + d);
        if (margins == 0)
        {
            return 0;
        }

        var above = (a * d) - (b * c);
        // A positive one is corrected for continuity.
        if (above > 0)
        {
            above = Math.Max(0, above - (n / 2.0));
        }

        return above / Math.Sqrt(margins);
    }
}
