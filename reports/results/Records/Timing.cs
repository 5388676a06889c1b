namespace Eval.Results.Records;

/// <summary>
/// The clock marks of one call, all from one monotonic clock. Except <see cref="Queued"/> and <see cref="RetryWait"/> they are measured
/// from the moment the request that succeeded was handed to the connection, so retries and queueing never enter them.
/// </summary>
public sealed record Timing
{
    // Runs of a million attempts are read at once: marks that may be missing are kept in half the memory of a nullable time.
    private const long None = long.MinValue;
    private readonly long _connected = None;
    private readonly long _headers = None;
    private readonly long _firstEvent = None;
    private readonly long _firstReasoning = None;
    private readonly long _firstContent = None;
    private readonly long _lastDelta = None;
    private readonly long _chunkGapP50 = None;
    private readonly long _chunkGapMax = None;

    /// <summary>Gets when the request that succeeded was sent, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets the wait for a free connection of ours, without <see cref="RetryWait"/>.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>Gets the time spent on tries that failed and on waiting between tries.</summary>
    public TimeSpan RetryWait { get; init; }

    /// <summary>Gets when a new connection was ready; <see langword="null"/> when one was reused.</summary>
    public TimeSpan? Connected { get => Mark(_connected); init => _connected = Ticks(value); }

    /// <summary>Gets when the response headers arrived (time to first byte).</summary>
    public TimeSpan? Headers { get => Mark(_headers); init => _headers = Ticks(value); }

    /// <summary>Gets when the first event arrived, whatever was in it.</summary>
    public TimeSpan? FirstEvent { get => Mark(_firstEvent); init => _firstEvent = Ticks(value); }

    /// <summary>Gets when the first non-empty reasoning arrived.</summary>
    public TimeSpan? FirstReasoning { get => Mark(_firstReasoning); init => _firstReasoning = Ticks(value); }

    /// <summary>Gets when the first visible content arrived: the time to first token (TTFT).</summary>
    public TimeSpan? FirstContent { get => Mark(_firstContent); init => _firstContent = Ticks(value); }

    /// <summary>Gets when the last generated text arrived.</summary>
    public TimeSpan? LastDelta { get => Mark(_lastDelta); init => _lastDelta = Ticks(value); }

    /// <summary>Gets when the stream ended: the latency.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>Gets the number of events that carried text.</summary>
    public int ContentEvents { get; init; }

    /// <summary>Gets the median gap between events that carried text.</summary>
    public TimeSpan? ChunkGapP50 { get => Mark(_chunkGapP50); init => _chunkGapP50 = Ticks(value); }

    /// <summary>Gets the largest gap between events that carried text.</summary>
    public TimeSpan? ChunkGapMax { get => Mark(_chunkGapMax); init => _chunkGapMax = Ticks(value); }

    /// <summary>
    /// Gets a value indicating whether the endpoint sent the answer in one piece; such rows stay out of the TTFT ranking.
    /// </summary>
    public bool IsNotStreaming { get; init; }

    /// <summary>Gets how many calls to the endpoint were open when this one was sent, itself included.</summary>
    public int Concurrency { get; init; }

    /// <summary>Gets a value indicating whether this machine was too busy for the marks to be trusted.</summary>
    public bool IsSaturated { get; init; }

    /// <summary>Gets the time to the first generated token, visible or not (TTFR).</summary>
    public TimeSpan? FirstToken => FirstReasoning is { } r && (FirstContent is null || r < FirstContent) ? r : FirstContent;

    /// <summary>
    /// Returns the time per output token after the first (TPOT); <see langword="null"/> below two tokens or when unknown.
    /// </summary>
    public TimeSpan? PerOutputToken(Usage usage)
    {
        var first = FirstReasoning ?? FirstContent;
        var tokens = FirstReasoning is null ? usage.OutputTokens - (usage.ReasoningTokens ?? 0) : usage.OutputTokens;
        return first is { } f && LastDelta is { } last && tokens is >= 2 && !IsNotStreaming ? (last - f) / (tokens.Value - 1) : null;
    }

    private static TimeSpan? Mark(long ticks) => ticks == None ? null : new TimeSpan(ticks);

    private static long Ticks(TimeSpan? mark) => mark?.Ticks ?? None;
}
