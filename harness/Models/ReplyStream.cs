using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Eval.Reports.Records;

namespace Eval.Harness.Models;

/// <summary>Reads the body of a successful response to its end.</summary>
/// <param name="timer">Takes the time of events.</param>
/// <param name="alive">Told after each event whether the answer has begun.</param>
internal sealed class ReplyStream(StreamTimer timer, Action<bool> alive)
{
    private const int MostLetters = 16 << 20;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();

    public string Text => JsonText.Whole(_text.ToString());

    public string? Reasoning => _reasoning.Length == 0 ? null : JsonText.Whole(_reasoning.ToString());

    public string? FinishReason { get; private set; }

    public string? Model { get; private set; }

    public Usage? Usage { get; private set; }

    /// <summary>Whether a simulated model says that it is one.</summary>
    public bool IsSimulated { get; private set; }

    public int MalformedEvents { get; private set; }

    /// <summary>Whether the endpoint said that the answer ends here; a stream that just stops was cut.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The message of an error that came inside the stream.</summary>
    public string? Error { get; private set; }

    public int Events { get; private set; }

    /// <summary>Takes what the response's head says of the cost; the body knows better.</summary>
    public void TakeHead(HttpResponseHeaders headers) => Usage = UsageReader.Merge(UsageReader.FromHeaders(headers), Usage);

    public async Task ReadEventsAsync(Stream body, CancellationToken ct)
    {
        var parser = SseParser.Create(body, static (_, data) => StreamEventParser.Parse(Stopwatch.GetTimestamp(), data));
        await foreach (var item in parser.EnumerateAsync(ct))
        {
            if (Take(item.Data))
            {
                return;
            }

            alive(_text.Length + _reasoning.Length > 0 || FinishReason is not null);
        }

        IsComplete |= FinishReason is not null;
    }

    /// <summary>Reads a reply of an endpoint that does not stream although asked to.</summary>
    public async Task ReadWholeAsync(Stream body, CancellationToken ct)
    {
        using var json = await JsonDocument.ParseAsync(body, default, ct);
        Take(StreamEventParser.Read(Stopwatch.GetTimestamp(), json.RootElement));
        IsComplete = Error is null && _text.Length + _reasoning.Length > 0 | FinishReason is not null;
    }

    /// <summary>Returns whether this was the last event.</summary>
    private bool Take(StreamEvent streamEvent)
    {
        Events++;
        if (streamEvent.IsDone)
        {
            return IsComplete = true;
        }

        if (streamEvent.Error is not null)
        {
            Error = JsonText.Whole(streamEvent.Error);
            return true;
        }

        MalformedEvents += streamEvent.IsMalformed ? 1 : 0;
        timer.Take(streamEvent);
        _text.Append(streamEvent.Text);
        _reasoning.Append(streamEvent.Reasoning);
        FinishReason = streamEvent.FinishReason is { } reason ? JsonText.Whole(reason) : FinishReason;
        Model = streamEvent.Model is { } model ? JsonText.Whole(model) : Model;
        Usage = UsageReader.Merge(Usage, streamEvent.Usage);
        IsSimulated |= streamEvent.IsSimulated;
        if (_text.Length + _reasoning.Length > MostLetters)
        {
            Error = $"the reply is longer than {MostLetters >> 20} million characters";
            return true;
        }

        return false;
    }
}
