using System.Buffers;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>Reads the body of a successful response to its end.</summary>
/// <param name="timer">Takes the time of events.</param>
/// <param name="alive">Told after each event whether the answer has begun.</param>
internal sealed class ReplyStream(StreamTimer timer, Action<bool> alive)
{
    private const int MaxChars = 16 << 20;
    private const int FirstRead = 16 << 10;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private bool _hasPieces;

    public string Text => JsonText.Whole(_text.ToString());

    public string? Reasoning => _reasoning.Length == 0 ? null : JsonText.Whole(_reasoning.ToString());

    /// <summary>Whether the model has written anything.</summary>
    public bool HasText => _text.Length + _reasoning.Length > 0;

    /// <summary>Whether what has come is a complete answer.</summary>
    public AnswerState State { get; } = new();

    public string? Model { get; private set; }

    public Usage? Usage { get; private set; }

    /// <summary>Whether a simulated model says that it is one.</summary>
    public bool IsSimulated { get; private set; }

    public int MalformedEvents { get; private set; }

    public int Events { get; private set; }

    /// <summary>Takes what the response's head says of the cost; the body knows better.</summary>
    public void TakeHead(HttpResponseHeaders headers) => Usage = UsageReader.Merge(UsageReader.FromHeaders(headers), Usage);

    public async Task ReadEventsAsync(Stream body, CancellationToken ct)
    {
        var parser = SseParser.Create(body, static (type, data) => Event(type, data));
        await foreach (var item in parser.EnumerateAsync(ct))
        {
            if (Take(item.Data))
            {
                return;
            }

            alive(State.HasBegun);
        }
    }

    /// <summary>Reads a reply of an endpoint that does not stream, and what some append to it as if it did.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public async Task ReadWholeAsync(Stream body, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstRead);
        while (await body.ReadAsync(buffer.GetMemory(FirstRead / 4), ct) is var count and > 0)
        {
            buffer.Advance(count);
        }

        foreach (var json in JsonValues.Split(buffer.WrittenMemory))
        {
            using var value = JsonDocument.Parse(json);
            Take(StreamEventParser.Read(StreamTimer.Now, value.RootElement));
        }

        // What is whole is closed; pieces of an answer without the frame of events are not.
        if (!_hasPieces)
        {
            Take(new StreamEvent(StreamTimer.Now) { IsDone = true });
        }
    }

    private static StreamEvent Event(string type, ReadOnlySpan<byte> data)
    {
        var found = StreamEventParser.Parse(StreamTimer.Now, data);
        return type == "error" && found.Error is null ? found with { Error = EndpointError.Parse(Encoding.UTF8.GetString(data)) } : found;
    }

    /// <summary>Returns whether this was the last event.</summary>
    private bool Take(StreamEvent streamEvent)
    {
        Events += streamEvent.IsDone ? 0 : 1;
        State.Take(streamEvent);
        if (streamEvent.IsDone || State.Error is not null)
        {
            return true;
        }

        _hasPieces |= streamEvent.IsPiece;
        MalformedEvents += streamEvent.IsMalformed ? 1 : 0;
        timer.Take(streamEvent);
        _text.Append(streamEvent.Text);
        _reasoning.Append(streamEvent.Reasoning);
        Model = streamEvent.Model is { } model ? JsonText.Whole(model) : Model;
        Usage = UsageReader.Merge(Usage, streamEvent.Usage);
        IsSimulated |= streamEvent.IsSimulated;
        if (_text.Length + _reasoning.Length > MaxChars)
        {
            State.Take(new StreamEvent(
                streamEvent.At) { Error =
                new EndpointError { Message = $"the reply is longer than {MaxChars >> 20} million characters" } });
            return true;
        }

        return false;
    }
}
