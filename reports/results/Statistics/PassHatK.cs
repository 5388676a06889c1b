namespace Eval.Results.Statistics;

/// <summary>The unbiased estimate of the chance that all of k completions pass, pass^k (Yao et al. 2024, arXiv:2406.12045).</summary>
public static class PassHatK
{
    /// <summary>
    /// Returns pass^k of one task of whose <paramref name="samples"/> completions <paramref name="correct"/> passed;
    /// <see langword="null"/> when there are fewer completions than k.
    /// </summary>
    public static double? Estimate(int samples, int correct, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (k > samples)
        {
            return null;
        }

        // C(c,k)/C(n,k) as a product: no factorial overflows.
        var allPass = 1.0;
        for (var i = 0; i < k; i++)
        {
            allPass *= Math.Max(0, (double)(correct - i) / (samples - i));
        }

        return allPass;
    }
}
