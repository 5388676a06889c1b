namespace Eval.Reports.Drift;

/// <summary>A run of a series.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When it started, UTC.</param>
/// <param name="Value">What was measured; <see langword="null"/> when too little was.</param>
/// <param name="Score">How much better than expected, in standard deviations; worse is negative. Null in the baseline and where nothing was
/// measured.</param>
/// <param name="Sum">The cumulative sum of losses after this run.</param>
/// <param name="IsAlarm">Whether the sum went over the limit this run.</param>
public sealed record DriftPoint(string RunId, DateTimeOffset At, double? Value, double? Score, double Sum, bool IsAlarm)
{
    /// <summary>Gets a value indicating whether the run belongs to the baseline.</summary>
    public bool IsBaseline { get; init; }
}
