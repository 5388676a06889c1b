using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Eval.Reports.Records;

namespace Eval.Harness.Models;

/// <summary>Asks an OpenAI-compatible endpoint once: one call, streamed and clocked, with no retry but in the form the endpoint wants.</summary>
internal sealed class OpenAiModel(ModelSpec spec, HttpClient client, SaturationProbe saturation, TimeProvider time) : IModel
{
    /// <summary>The mark of a new connection travels from the connect callback to its request under this name.</summary>
    public static readonly HttpRequestOptionsKey<StreamTimer> TimerKey = new("eval.timer");

    private const int MostFormsTried = 5;
    private static readonly TimeSpan TotalTime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(3);
    private readonly EndpointQuirks _quirks = new();
    private readonly Uri _address = spec.Provider.AddressOf("chat/completions");
    private int _open;

    public ModelSpec Spec => spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var concurrency = Interlocked.Increment(ref _open);
        var isAnswering = false;
        var patience = new CallPatience(limit, request.AnswerWithin, IdleTime, TotalTime);
        try
        {
            for (var form = 1; ; form++)
            {
                patience.Renew();
                if (await TryAsync(request, concurrency, isLastForm: form == MostFormsTried, () => isAnswering = true, patience, limit.Token) is { } completion)
                {
                    return completion;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ModelCallException(ModelCallFailure.Provider, !patience.HasBegun && request.AnswerWithin is { } given
                ? $"{spec.Provider.Name} did not begin to answer within {given.TotalSeconds:0.###} s."
                : $"{spec.Provider.Name} sent nothing for {IdleTime.TotalMinutes:0} minutes, or was not done after {TotalTime.TotalMinutes:0}.") { Break = isAnswering && (patience.HasBegun || request.AnswerWithin is null) ? CallBreak.Stream : CallBreak.Timeout };
        }
        catch (HttpRequestException e)
        {
            throw new ModelCallException(ModelCallFailure.Provider, $"{spec.Provider.Name} ({_address.Authority}) cannot be reached: {EndpointErrors.Shown(spec, e.Message)}", e) { Break = isAnswering ? CallBreak.Stream : CallBreak.Connection };
        }
        catch (IOException e)
        {
            throw new ModelCallException(ModelCallFailure.Provider, $"the connection to {spec.Provider.Name} broke off: {EndpointErrors.Shown(spec, e.Message)}", e) { Break = isAnswering ? CallBreak.Stream : CallBreak.Connection };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new ModelCallException(ModelCallFailure.Provider, $"{spec.Provider.Name} sent something that cannot be read: {EndpointErrors.Shown(spec, e.Message)}", e) { Break = CallBreak.Stream };
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Sends the request in the form that is known to be borne; null when the endpoint has just taught another one.</summary>
    private async Task<Completion?> TryAsync(ModelRequest request, int concurrency, bool isLastForm, Action answering, CallPatience patience, CancellationToken ct)
    {
        var body = ChatRequestBody.Write(spec, request, _quirks);
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        spec.Provider.Authorize(message);
        var start = Stopwatch.GetTimestamp();
        var timer = new StreamTimer(time.GetUtcNow(), start);
        message.Options.Set(TimerKey, timer);
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        timer.HeadersArrived();
        if (!response.IsSuccessStatusCode)
        {
            var error = await EndpointErrors.ReadBodyAsync(response, ct);
            if ((int)response.StatusCode is 400 or 422 && !isLastForm && _quirks.Learn(error, Encoding.UTF8.GetString(body)))
            {
                return null;
            }

            throw EndpointErrors.FromStatus(spec, response, error, time);
        }

        answering();
        var stream = new ReplyStream(timer, patience.Renew);
        // What is not streamed has no first word: it is begun when its head is there.
        patience.Renew(hasBegun: response.Content.Headers.ContentType?.MediaType == "application/json");
        stream.TakeHead(response.Headers);
        var isStreamed = await ReadAsync(stream, response, ct);
        return Finish(stream, timer, request, isStreamed, concurrency);
    }

    /// <summary>Returns whether the reply came as a stream.</summary>
    private async Task<bool> ReadAsync(ReplyStream stream, HttpResponseMessage response, CancellationToken ct)
    {
        await using var content = new BoundedBody(await response.Content.ReadAsStreamAsync(ct));
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type == "application/json")
        {
            try
            {
                await stream.ReadWholeAsync(content, ct);
            }
            catch (JsonException e)
            {
                throw new ModelCallException(ModelCallFailure.Provider, $"{spec.Provider.Name} answered with JSON that cannot be read.", e) { Break = CallBreak.Stream };
            }

            return false;
        }

        if (type == "text/html")
        {
            throw new ModelCallException(ModelCallFailure.Configuration, $"{_address} answered with a web page, not with a model's reply; check the base URL.");
        }

        await stream.ReadEventsAsync(content, ct);
        return true;
    }

    private Completion Finish(ReplyStream stream, StreamTimer timer, ModelRequest request, bool isStreamed, int concurrency)
    {
        if (stream.Error is { } error)
        {
            throw WithUsage(EndpointErrors.InStream(spec, error), stream);
        }

        if (!stream.IsComplete)
        {
            throw WithUsage(new ModelCallException(ModelCallFailure.Provider,
                stream.Events == 0 ? $"{spec.Provider.Name} answered without a single event." : $"{spec.Provider.Name} broke the stream off before its end.") { Break = CallBreak.Stream }, stream);
        }

        var usage = UsageReader.Complete(stream.Usage, request.Messages, stream.Text, stream.Reasoning);
        return new Completion
        {
            Text = stream.Text,
            Reasoning = stream.Reasoning,
            FinishReason = stream.FinishReason,
            ServedModel = stream.Model,
            IsSimulated = stream.IsSimulated,
            Usage = usage,
            Timing = timer.Stop(isStreamed, concurrency, saturation, usage.OutputTokens),
        };
    }

    private static ModelCallException WithUsage(ModelCallException exception, ReplyStream stream) => new(exception.Failure, exception.Message, exception.InnerException)
    {
        Status = exception.Status,
        Break = exception.Break,
        BilledFailures = stream.Usage is { } usage ? [usage] : [],
    };
}
