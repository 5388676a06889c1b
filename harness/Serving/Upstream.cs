using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Routing;

namespace Eval.Harness.Serving;

/// <summary>Passes requests on to the endpoint of one model, once each.</summary>
internal sealed class Upstream(ModelSpec spec, HttpClient client, TimeProvider time)
{
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(3);

    /// <summary>An answer that is held back is given no longer, however lively the endpoint.</summary>
    private static readonly TimeSpan TotalTime = TimeSpan.FromMinutes(15);
    private const int FirstRead = 16 << 10;

    /// <summary>Longer than any answer that is held back.</summary>
    private const int MostHeldBytes = 64 << 20;

    /// <summary>More than that is not held back for the first word of an answer.</summary>
    private const int MostBytesBeforeContent = 1 << 20;

    private readonly Uri _address = spec.Provider.AddressOf("chat/completions");

    public ModelSpec Spec => spec;

    /// <summary>Returns the reply: of a stream from its first word on, so that until then another model can take its place.</summary>
    /// <exception cref="ModelCallException">There is no answer.</exception>
    public async Task<UpstreamReply> SendAsync(ProxyRequest request, CallTerms terms, CancellationToken ct)
    {
        var sent = Stopwatch.GetTimestamp();
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var patience = new CallPatience(limit, terms.AnswerWithin, IdleTime, TotalTime);
        HttpResponseMessage? response = null;
        var isAnswering = false;
        try
        {
            patience.Renew();
            using var message = Message(request);
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            isAnswering = true;
            if (!response.IsSuccessStatusCode)
            {
                throw EndpointErrors.FromStatus(spec, response, await EndpointErrors.ReadBodyAsync(response, ct), time);
            }

            var reply = await ReadAsync(response, limit, patience, terms.IsWhole, sent);
            response = null;
            limit = null;
            return reply;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw isAnswering && (patience.HasBegun || terms.AnswerWithin is null)
                ? Broken(CallBreak.Stream, $"{spec.Provider.Name} fell silent.", sent)
                : Broken(CallBreak.Timeout, $"{spec.Provider.Name} did not begin to answer in time.", sent);
        }
        catch (HttpRequestException e)
        {
            throw Broken(isAnswering ? CallBreak.Stream : CallBreak.Connection, $"{spec.Provider.Name} ({_address.Authority}) cannot be reached: {EndpointErrors.Shown(spec, e.Message)}", sent, e);
        }
        catch (IOException e)
        {
            throw Broken(isAnswering ? CallBreak.Stream : CallBreak.Connection, $"the connection to {spec.Provider.Name} broke off: {EndpointErrors.Shown(spec, e.Message)}", sent, e);
        }
        finally
        {
            response?.Dispose();
            limit?.Dispose();
        }
    }

    private static ModelCallException Broken(CallBreak at, string message, long sent, Exception? inner = null) =>
        new(ModelCallFailure.Provider, message, inner) { Break = at, Took = Stopwatch.GetElapsedTime(sent) };

    private HttpRequestMessage Message(ProxyRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(request.WithModel(spec.RequestedModel)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.IsStream ? "text/event-stream" : "application/json"));

        // Only the provider's own key: what the client sent is for this proxy.
        spec.Provider.Authorize(message);
        return message;
    }

    private async Task<UpstreamReply> ReadAsync(HttpResponseMessage response, CancellationTokenSource limit, CallPatience patience, bool isWhole, long sent)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type == "text/html")
        {
            throw new ModelCallException(ModelCallFailure.Configuration, $"{_address} answered with a web page, not with a model's reply; check the base URL.");
        }

        if (response.Content.Headers.ContentEncoding.Any(encoding => encoding != "identity"))
        {
            throw Broken(CallBreak.Stream, $"{spec.Provider.Name} sent a compressed answer, which nobody asked for.", sent);
        }

        var body = await response.Content.ReadAsStreamAsync(limit.Token);
        return type == "text/event-stream"
            ? isWhole ? await ReadWholeStreamAsync(response, body, limit, patience, sent) : await ReadBeginningAsync(response, body, limit, patience, sent)
            : await ReadJsonAsync(response, body, limit, patience, sent);
    }

    private async Task<UpstreamReply> ReadBeginningAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit, CallPatience patience, long sent)
    {
        var events = new ReplyEvents();
        var buffer = new ArrayBufferWriter<byte>(FirstRead);
        while (!events.HasBegun && buffer.WrittenCount < MostBytesBeforeContent)
        {
            var count = await body.ReadAsync(buffer.GetMemory(FirstRead / 4), limit.Token);
            buffer.Advance(count);
            events.Read(buffer.WrittenSpan, isEnd: count == 0);
            Check(events, sent);
            if (count == 0 && !events.HasBegun)
            {
                throw Broken(CallBreak.Stream, $"{spec.Provider.Name} broke the stream off before its end.", sent);
            }

            // A sign of life is no beginning: an endpoint that only says that it is still there is given the time it had.
            patience.Renew(hasBegun: events.HasBegun);
        }

        // From here on the client waits, or goes.
        limit.CancelAfter(IdleTime);

        return new UpstreamReply(response, limit) { Model = spec.Name, Beginning = buffer.WrittenMemory, Rest = body, SentAt = sent, IsStream = true };
    }

    private async Task<UpstreamReply> ReadWholeStreamAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit, CallPatience patience, long sent)
    {
        var events = new ReplyEvents { Text = new StringBuilder() };
        var bytes = await ReadAllAsync(body, limit, sent, read =>
        {
            events.Read(read);
            patience.Renew(events.HasBegun);
        });
        events.Read(bytes.Span, isEnd: true);
        Check(events, sent);
        return events.IsComplete
            ? new UpstreamReply(response, limit)
            {
                Model = spec.Name, Beginning = bytes, SentAt = sent, IsStream = true, Text = events.Text.ToString(), FinishReason = events.FinishReason, Usage = events.Usage,
            }
            : throw Broken(CallBreak.Stream, $"{spec.Provider.Name} broke the stream off before its end.", sent);
    }

    private async Task<UpstreamReply> ReadJsonAsync(HttpResponseMessage response, Stream body, CancellationTokenSource limit, CallPatience patience, long sent)
    {
        // It is begun when its head is there: what is not streamed has no first word.
        patience.Renew(hasBegun: true);
        var bytes = await ReadAllAsync(body, limit, sent, _ => patience.Renew(hasBegun: true));
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var found = StreamEventParser.Read(0, json.RootElement);
            if (found.Error is { } error)
            {
                var failure = EndpointErrors.InStream(spec, error);
                throw new ModelCallException(failure.Failure, failure.Message) { Break = CallBreak.Stream, Took = Stopwatch.GetElapsedTime(sent) };
            }

            if (found is { Text: null, Reasoning: null, HasToolCall: false, FinishReason: null })
            {
                throw Broken(CallBreak.Stream, $"{spec.Provider.Name} answered with JSON that holds no answer.", sent);
            }

            return new UpstreamReply(response, limit) { Model = spec.Name, Beginning = bytes, SentAt = sent, Text = found.Text ?? "", FinishReason = found.FinishReason, Usage = found.Usage };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Broken(CallBreak.Stream, $"{spec.Provider.Name} answered with something that is no JSON.", sent, e);
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
            if (buffer.WrittenCount > MostHeldBytes)
            {
                throw Broken(CallBreak.Stream, $"{spec.Provider.Name} sent more than {MostHeldBytes >> 20} MiB.", sent);
            }
        }

        return buffer.WrittenMemory;
    }

    private void Check(ReplyEvents events, long sent)
    {
        // What was passed on cannot be taken back; the client reads the error itself.
        if (events.Error is { } error && (!events.HasBegun || events.Text is not null))
        {
            var failure = EndpointErrors.InStream(spec, error);
            throw new ModelCallException(failure.Failure, failure.Message) { Break = CallBreak.Stream, Took = Stopwatch.GetElapsedTime(sent) };
        }
    }
}
