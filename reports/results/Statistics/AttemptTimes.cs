using Eval.Results.Records;

namespace Eval.Results.Statistics;

/// <summary>Which attempts say something about an endpoint's speed, and what.</summary>
internal static class AttemptTimes
{
    /// <summary>
    /// The fastest hosts generate a third of that: at more, text was collected on the way, or tokens were counted that nobody saw.
    /// </summary>
    private const int MaxTokensPerSecond = 10_000;

    /// <summary>Shorter answers may fit into one packet.</summary>
    private const int MinTokensOfBurst = 50;

    /// <summary>Pieces that were held back follow each other within microseconds.</summary>
    private static readonly TimeSpan MinChunkGap = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan MinGap = TimeSpan.FromSeconds(1) / MaxTokensPerSecond;

    /// <summary>From the first text to the last; below it a speed would be that of the network's buffers and of our clock.</summary>
    private static readonly TimeSpan MinGeneration = TimeSpan.FromMilliseconds(20);

    /// <summary>Errors, replies of an earlier run and marks taken on a busy machine say nothing about the endpoint's speed now.</summary>
    public static bool IsTimed(Attempt attempt) =>
        attempt.Verdict.IsAnswered() && !attempt.IsCached && attempt.Timing is { IsSaturated: false };

    /// <summary>Returns whether the answer came in one piece, or in pieces that were held back and came together.</summary>
    public static bool IsInOnePiece(Attempt attempt) => attempt.Timing is { } timing
        && (timing.IsNotStreaming || (attempt.Usage.OutputTokens >= MinTokensOfBurst && timing.PerOutputToken(attempt.Usage) < MinGap
            && (timing.ChunkGapP50 ?? TimeSpan.Zero) < MinChunkGap));

    public static double? LatencyMs(Attempt attempt) => IsTimed(attempt) ? attempt.Timing!.Total.TotalMilliseconds : null;

    public static double? TtftMs(Attempt attempt) =>
        IsTimed(attempt) && !IsInOnePiece(attempt) ? attempt.Timing!.FirstContent?.TotalMilliseconds : null;

    /// <summary>Returns the time per output token (TPOT); null where text came for too short a time to tell.</summary>
    public static TimeSpan? PerOutputToken(Attempt attempt) =>
        !IsInOnePiece(attempt) && attempt.Timing is { LastDelta: { } last } timing
            && last - (timing.FirstReasoning ?? timing.FirstContent) >= MinGeneration
            && timing.PerOutputToken(attempt.Usage) is { } gap && gap >= MinGap
            ? gap
            : null;

    /// <summary>Returns the output tokens a second of an answer whose times count.</summary>
    public static double? TokensPerSecond(Attempt attempt) => IsTimed(attempt) ? 1 / PerOutputToken(attempt)?.TotalSeconds : null;
}
