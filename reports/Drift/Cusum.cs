namespace Eval.Reports.Drift;

/// <summary>
/// A one-sided cumulative sum of how far each run lies below what was expected (Page 1954): small losses add up until they are beyond
/// chance.
/// </summary>
public sealed class Cusum
{
    /// <summary>
    /// What a run may lie below without counting, in standard deviations: half of the loss that is to be found soonest.
    /// </summary>
    public const double Allowance = 0.5;

    /// <summary>Where the sum becomes an alarm for one series: once in about 930 runs without any change.</summary>
    public const double DefaultLimit = 5;

    /// <summary>No single run counts more than this, in standard deviations, where its chance cannot be told from 0.</summary>
    internal const double MaxScore = 8;

    /// <summary>Gets the sum; it begins at 0.</summary>
    public double Sum { get; private set; }

    /// <summary>Takes a run in.</summary>
    /// <param name="score">How far it lies above what was expected, in standard deviations; below is negative.</param>
    /// <returns>The sum.</returns>
    public double Add(double score) => Sum = Math.Max(0, Sum - score - Allowance);

    /// <summary>Starts again, after an alarm or a new baseline.</summary>
    public void Reset() => Sum = 0;
}
