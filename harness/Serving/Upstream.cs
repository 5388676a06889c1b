using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;
using Eval.Results.Records;

namespace Eval.Harness.Serving;

/// <summary>Passes requests on to the endpoint of one model, once each.</summary>
internal sealed class Upstream(ModelSpec spec, HttpClient client, TimeProvider time)
{
    private const int FirstRead = 16 << 10;

    /// <summary>Longer than any answer that is held back.</summary>
    private const int MaxBufferedBytes = 64 << 20;

    /// <summary>More than that is not held back for the first word of an answer.</summary>
    private const int MaxBytesBeforeContent = 1 << 20;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly IReadOnlyDictionary<string, JsonElement> _defaults = spec.Parameters.BodyFields();
    private readonly Uri _address = spec.ChatAddress;

    public ModelSpec Spec => spec;

    /// <summary>Returns the reply: of a stream from its first word on, so that until then another model can take its place.</summary>
    /// <exception cref="ModelCallException">There is no answer.</exception>
    public async Task<UpstreamReply> SendAsync(ProxyRequest request, CallOptions options, CancellationToken ct)
    {
        var sent = time.GetTimestamp();
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timeout = new CallTimeout(limit, options.AnswerWithin, spec.Endpoint);
        HttpResponseMessage? response = null;
        var isAnswering = false;
        try
        {
            timeout.Renew();
            using var message = Message(request);
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            isAnswering = true;
            if (!response.IsSuccessStatusCode)
            {
                throw EndpointErrors.FromStatus(spec, response, await EndpointErrors.ReadBodyAsync(response, ct), time);
            }

            var reply = await ReadAsync(response, limit, timeout, options.IsWhole, sent);
            response = null;
            limit = null;
            return reply;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && !ConnectionErrors.Explains(e))
        {
            throw Broken(isAnswering && (timeout.HasBegun || options.AnswerWithin is null) ? CallBreak.Stream
                : CallBreak.Timeout, timeout.WhyGivenUp(), sent);
        }
        catch (Exception e) when (ConnectionErrors.Explains(e))
        {
            var failure = ConnectionErrors.From(spec, _address, e, isAnswering);
            throw new ModelCallException(failure.Failure, failure.Message, e) { Break = failure.Break,
                Took = time.GetElapsedTime(sent) };
        }
        finally
        {
            response?.Dispose();
            limit?.Dispose();
        }
    }

    private ModelCallException Broken(CallBreak at, string message, long sent, Exception? inner = null) =>
        new(ModelCallFailure.Provider, message, inner) { Break = at, Took = time.GetElapsedTime(sent) };

    private HttpRequestMessage Message(ProxyRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post,
            _address) { Content = new ByteArrayContent(request.For(spec.RequestedModel, _defaults)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.IsStream ? "text/event-stream" : "application/json"));

        // Only the provider's own key: what the client sent is for this proxy.
        spec.Authorize(message);
        return message;
    }

    private async Task<UpstreamReply> ReadAsync(HttpResponseMessage response, CancellationTokenSource limit, CallTimeout timeout,
        bool isWhole, long sent)
    {
        // What is not streamed has no first word: it is begun when its head is there.
        timeout.Renew(hasBegun: response.Content.Headers.ContentType?.MediaType == "application/json");

        // Closed with the response: what is passed on is read from it later.
        var body = await ReplyBody.OpenAsync(response, () => timeout.Renew(), limit.Token);
        return body.Kind switch
        {
            ReplyKind.WebPage => throw await EndpointErrors.WebPageAsync(spec, _address, body.Content, limit.Token),
            ReplyKind.Coded => throw EndpointErrors.Coded(spec, body.Coding!),
            ReplyKind.Empty => throw Broken(CallBreak.Stream, $"{spec.Source.Name} answered with nothing.", sent),
            ReplyKind.Json => await ReadJsonAsync(response, body.Content, limit, timeout, sent),
            _ when isWhole => await ReadWholeStreamAsync(response, body.Content, limit, timeout, sent),
            _ => await ReadBeginningAsync(response, body.Content, limit, timeout, sent),
        };
    }

    private async Task<UpstreamReply> ReadBeginningAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit,
        CallTimeout timeout, long sent)
    {
        var events = new ReplyEvents();
        var buffer = new ArrayBufferWriter<byte>(FirstRead);
        while (!events.State.HasBegun && buffer.WrittenCount < MaxBytesBeforeContent)
        {
            var count = await body.ReadAsync(buffer.GetMemory(FirstRead / 4), limit.Token);
            buffer.Advance(count);
            events.Read(buffer.WrittenSpan, isEnd: count == 0);
            Check(events, response, sent);
            if (events.State.End == AnswerEnd.Failed || (!events.State.HasBegun && (count == 0 || events.State.IsClosed)))
            {
                throw Broken(CallBreak.Stream, events.State.WhyIncomplete(spec.Source.Name), sent);
            }

            // A sign of life is no beginning: an endpoint that only says that it is still there is given the time it had.
            timeout.Renew(hasBegun: events.State.HasBegun);
        }

        // From here on the client waits, or goes.
        timeout.PassOn();

        return new UpstreamReply(response, limit) { Model = spec.Name, Beginning = buffer.WrittenMemory, Rest = body,
            SentAt = sent, IsStream = true };
    }

    private async Task<UpstreamReply> ReadWholeStreamAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit,
        CallTimeout timeout, long sent)
    {
        var events = new ReplyEvents { Text = new StringBuilder() };
        var bytes = await ReadAllAsync(body, limit, sent, read =>
        {
            events.Read(read);
            timeout.Renew(events.State.HasBegun);
        });
        events.Read(bytes.Span, isEnd: true);
        Check(events, response, sent);
        return events.State.IsComplete
            ? new UpstreamReply(response, limit)
            {
                Model = spec.Name, Beginning = SplitKeys.Clean(events.IsOpen ? (byte[])[.. bytes.Span, .. "\n\n"u8] : bytes,
                    isStream: true, GuardedContent.From(response)), SentAt = sent, IsStream = true,
                        Text = GuardedContent.From(response).WithoutKeys(events.Text.ToString()), FinishReason = events.State.FinishReason,
                        Usage = events.Usage,
            }
            : throw Broken(CallBreak.Stream, events.State.WhyIncomplete(spec.Source.Name), sent);
    }

    private async Task<UpstreamReply> ReadJsonAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit,
        CallTimeout timeout, long sent)
    {
        var bytes = await ReadAllAsync(body, limit, sent, _ => timeout.Renew(hasBegun: true));
        try
        {
            var values = JsonValues.Split(bytes);
            var events = new ReplyEvents { Text = new StringBuilder() };
            foreach (var value in values)
            {
                using var json = JsonDocument.Parse(value);
                events.Take(StreamEventParser.Read(0, json.RootElement));
            }

            // What is whole is closed; pieces of an answer without the frame of events are not.
            if (!events.HasPieces)
            {
                events.Take(new StreamEvent(0) { IsDone = true });
            }

            Check(events.State, response, sent);
            return events.State.IsComplete
                ? new UpstreamReply(response, limit)
                {
                    Model = spec.Name,
                    Beginning = SplitKeys.Clean(events.HasPieces ? Framed(values) : values[0], events.HasPieces,
                        GuardedContent.From(response)),
                    IsStream = events.HasPieces,
                    SentAt = sent,
                    Text = GuardedContent.From(response).WithoutKeys(events.Text.ToString()),
                    FinishReason = events.State.FinishReason,
                    Usage = events.Usage,
                }
                : throw Broken(CallBreak.Stream, events.State.WhyIncomplete(spec.Source.Name), sent);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Broken(CallBreak.Stream, $"{spec.Source.Name} answered with something that is no JSON.", sent, e);
        }
    }

    private delegate void Seen(ReadOnlySpan<byte> bytes);

    private async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream body, CancellationTokenSource limit, long sent, Seen seen)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstRead);
        while (await body.ReadAsync(buffer.GetMemory(FirstRead / 4), limit.Token) is var count and > 0)
        {
            buffer.Advance(count);
            seen(buffer.WrittenSpan);
            if (buffer.WrittenCount > MaxBufferedBytes)
            {
                throw Broken(CallBreak.Stream, $"{spec.Source.Name} sent more than {MaxBufferedBytes >> 20} MiB.", sent);
            }
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Gives pieces of an answer the frame of events, which clients read.</summary>
    private static ReadOnlyMemory<byte> Framed(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        var events = new ArrayBufferWriter<byte>(FirstRead);
        foreach (var value in values)
        {
            events.Write("data: "u8);
            var line = value.ToArray();
            line.AsSpan().ReplaceAny(LineEnds, (byte)' ');
            events.Write(line);
            events.Write("\n\n"u8);
        }

        events.Write("data: [DONE]\n\n"u8);
        return events.WrittenMemory;
    }

    private void Check(ReplyEvents events, HttpResponseMessage response, long sent)
    {
        // What was passed on cannot be taken back; the client reads the error itself.
        if (!events.State.HasBegun || events.Text is not null)
        {
            Check(events.State, response, sent);
        }
    }

    private void Check(AnswerState state, HttpResponseMessage response, long sent)
    {
        if (state.Error is { } error)
        {
            var failure = EndpointErrors.InStream(spec, error, response, time);
            throw new ModelCallException(failure.Failure, failure.Message) { Break = CallBreak.Stream, RetryAfter = failure.RetryAfter,
                Reason = failure.Reason, Took = time.GetElapsedTime(sent) };
        }
    }
}
