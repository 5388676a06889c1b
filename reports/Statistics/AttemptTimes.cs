using Eval.Reports.Records;

namespace Eval.Reports.Statistics;

/// <summary>Which attempts say something about an endpoint's speed, and what.</summary>
internal static class AttemptTimes
{
    /// <summary>Errors, replies of an earlier run and marks taken on a busy machine say nothing about the endpoint's speed now.</summary>
    public static bool IsTimed(Attempt attempt) => attempt.Verdict.IsAnswered() && !attempt.IsCached && attempt.Timing is { IsSaturated: false };

    public static double? LatencyMs(Attempt attempt) => IsTimed(attempt) ? attempt.Timing!.Total.TotalMilliseconds : null;

    public static double? TtftMs(Attempt attempt) =>
        IsTimed(attempt) && !attempt.Timing!.IsNotStreaming ? attempt.Timing.FirstContent?.TotalMilliseconds : null;
}
