using System.Diagnostics;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>The clock marks of one try, all from the monotonic clock. The only place that measures.</summary>
internal sealed class StreamTimer(DateTimeOffset startedAt, long start)
{
    private readonly List<long> _deltas = [];
    private long? _headers;
    private long? _firstEvent;
    private readonly InlineThinking _thinking = new();
    private long? _firstText;
    private long? _firstReasoning;
    private long? _firstContent;
    private long _lastChars;
    private long _chars;

    /// <summary>When a new connection was ready; null while one is reused.</summary>
    public long? Connected { get; set; }

    /// <summary>The monotonic clock that all marks are from.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    public void HeadersArrived() => _headers = Now;

    public void Take(StreamEvent streamEvent)
    {
        _firstEvent ??= streamEvent.At;
        if (!string.IsNullOrEmpty(streamEvent.Reasoning))
        {
            _firstReasoning ??= streamEvent.At;
        }

        // Blanks before the answer are nothing a reader sees, nor is a call of a tool.
        if (!string.IsNullOrEmpty(streamEvent.Text))
        {
            TakeText(streamEvent.Text, streamEvent.At);
        }

        var chars = (streamEvent.Text?.Length ?? 0) + (streamEvent.Reasoning?.Length ?? 0);
        if (chars > 0 || streamEvent.HasToolCall)
        {
            _deltas.Add(streamEvent.At);
            _chars += chars;
            _lastChars = chars;
        }
    }

    /// <param name="isStreamed">Whether the reply came as a stream.</param>
    /// <param name="concurrency">Calls under way at the endpoint when this one was sent.</param>
    /// <param name="saturation">Knows whether the marks that latencies are made of can be trusted; null where nobody watches.</param>
    /// <param name="outputTokens">The tokens of the reply; null when unknown.</param>
    public Timing Stop(bool isStreamed, int concurrency, SaturationProbe? saturation, int? outputTokens)
    {
        var end = Now;
        _firstContent ??= _thinking.IsUndecided ? _thinking.HasThought ? _deltas[^1] : _firstText : null;
        TimeSpan? Since(long? mark) => mark is { } at ? Stopwatch.GetElapsedTime(start, at) : null;
        var gaps = _deltas.Zip(_deltas.Skip(1), (left, right) => Stopwatch.GetElapsedTime(left, right)).Order().ToList();
        return new Timing
        {
            StartedAt = startedAt,
            Connected = Since(Connected),
            Headers = Since(_headers),
            FirstEvent = isStreamed ? Since(_firstEvent) : null,
            FirstReasoning = isStreamed ? Since(_firstReasoning) : null,
            FirstContent = isStreamed ? Since(_firstContent) : null,
            LastDelta = isStreamed && _deltas.Count > 0 ? Since(_deltas[^1]) : null,
            Total = Stopwatch.GetElapsedTime(start, end),
            ContentEvents = _deltas.Count,
            ChunkGapP50 = gaps.Count > 0 ? gaps[gaps.Count / 2] : null,
            ChunkGapMax = gaps.Count > 0 ? gaps[^1] : null,
            IsNotStreaming = !isStreamed || IsInOnePiece(outputTokens),
            Concurrency = concurrency,
            IsSaturated = saturation?.WasLate(start, _firstContent ?? end, end) == true,
        };
    }

    private void TakeText(string text, long at)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _firstText ??= at;
        }

        if (_thinking.Take(text))
        {
            _firstContent = null;
        }

        if (_thinking.HasThought)
        {
            _firstReasoning ??= _firstText;
        }

        if (_thinking.IsVisible)
        {
            // The first character may have waited until it was clear that it begins no tag.
            _firstContent ??= _thinking.HasThought ? at : _firstText;
        }
    }

    private bool IsInOnePiece(int? outputTokens) => outputTokens > 50 && (_deltas.Count <= 2 || _lastChars > 0.9 * _chars);
}
