using Eval.Results.Statistics;

namespace Eval.Reports.Exports;

/// <summary>
/// Finds the threshold at which a router sends a given share of requests to the strong model (RouteLLM, arXiv:2406.18665).
/// </summary>
public static class RouteLlmCalibration
{
    /// <summary>RouteLLM writes and reads thresholds with five decimals.</summary>
    public const int Decimals = 5;

    /// <summary>Returns the threshold, rounded to five decimals.</summary>
    /// <param name="scores">The router's scores of some prompts in any order: how likely the strong model's answer is the better
    /// one.</param>
    /// <param name="strongShare">The share of requests that the strong model gets, 0 to 1; a score at the threshold goes to it.</param>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static double ThresholdOf(IEnumerable<double> scores, double strongShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strongShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strongShare, 1);
        double[] sorted = [.. scores.Order()];
        return Percentile.Compute(sorted, 1 - strongShare) is { } threshold
            ? Math.Round(threshold, Decimals) : throw new ArgumentException("There are no scores.", nameof(scores));
    }
}
