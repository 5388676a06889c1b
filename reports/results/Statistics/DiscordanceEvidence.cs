using MathNet.Numerics;

namespace Eval.Results.Statistics;

/// <summary>
/// The e-value of paired results that come in one after another: the evidence against "both are equally good" that may be looked at every
/// run (a uniform mixture over the share of the discordant pairs; Ramdas et al. 2023). It is valid only when each pair is fresh on both
/// sides: against a fixed run of old its luck is shared by all later pairs.
/// </summary>
public static class DiscordanceEvidence
{
    /// <summary>
    /// Returns the e-value; at least 1/α is an alarm whose chance of being false is at most α over any number of looks (Ville 1939).
    /// </summary>
    /// <param name="onlyFirst">Pairs that only the first passed.</param>
    /// <param name="onlySecond">Pairs that only the second passed.</param>
    public static double Compute(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var pairs = onlyFirst + onlySecond;
        return Math.Exp((pairs * Math.Log(2)) - Math.Log(pairs + 1) - SpecialFunctions.BinomialLn(pairs, onlyFirst));
    }
}
