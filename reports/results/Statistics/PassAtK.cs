namespace Eval.Results.Statistics;

/// <summary>
/// The unbiased estimate of the chance that at least one of k completions passes (Chen et al. 2021, arXiv:2107.03374, equation 1).
/// </summary>
public static class PassAtK
{
    /// <summary>
    /// Returns pass@k of one task of whose <paramref name="samples"/> completions <paramref name="correct"/> passed;
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

        // 1 - C(n-c,k)/C(n,k) as a product: no factorial overflows. Where fewer than k are wrong, the factor of i = k is 0.
        var allWrong = 1.0;
        for (var i = samples - correct + 1; i <= samples; i++)
        {
            allWrong *= 1 - (double)k / i;
        }

        return 1 - allWrong;
    }
}
