using System.Buffers;
using System.Net.Http.Headers;
using Eval.Harness.Routing;
using Eval.Results.Records;
using Eval.Routing.Policies;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>Answers one chat completion request: reads it, lets the policy ask, passes on what is served, logs.</summary>
internal sealed class ChatHandler(ProxyOptions options, IReadOnlyDictionary<string, Upstream> upstreams, WebhookVerifier webhook,
    RequestLog log, Random random, TimeProvider time)
{
    /// <summary>The name that means the policy whatever it is called.</summary>
    public const string Auto = "auto";

    private const int ClientHasGone = 499;
    private const int MaxModelChars = 200;
    private readonly PolicyFile _file = options.Policy.File;
    private readonly IReadOnlyList<string> _features = [.. options.Policy.Policy.Features];

    public async Task HandleAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var kept = new Kept(new LogEntry { Id = context.TraceIdentifier, Time = time.GetUtcNow() });
        try
        {
            await AnswerAsync(context, kept, began);
        }
        catch (FormatException e)
        {
            kept.Entry = kept.Entry with { Status = StatusCodes.Status400BadRequest, Error = e.Message };
            await ProxyError.WriteAsync(context, kept.Entry.Status, "invalid_request", e.Message);
        }
        catch (BadHttpRequestException e)
        {
            var message = e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The request is longer than {options.MaxRequestBytes >> 20} MiB." : "The request's body did not arrive whole.";
            kept.Entry = kept.Entry with { Status = e.StatusCode, Error = message };
            await ProxyError.WriteAsync(context, e.StatusCode, "invalid_request", message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // What was asked until then is paid for.
            kept.Entry = kept.Entry with { Status = ClientHasGone, Error = "the client has gone", Path = kept.PathSoFar() };
            context.Abort();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            kept.Entry = kept.Entry with { Status = StatusCodes.Status500InternalServerError, Error = $"unexpected: {e.GetType().Name}",
                Path = kept.PathSoFar() };
            await ProxyError.WriteAsync(context, kept.Entry.Status, "internal_error",
                "Something unexpected happened here; the log of the proxy says what was asked.", "server_error");
        }
        finally
        {
            log.Write(kept.Entry with { Ms = time.GetElapsedTime(began).TotalMilliseconds });
        }
    }

    private async Task AnswerAsync(HttpContext context, Kept kept, long began)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !"application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            // What a web page can send here without being asked for permission has another type.
            const string Message = "Send the request as Content-Type: application/json.";
            kept.Entry = kept.Entry with { Status = StatusCodes.Status415UnsupportedMediaType, Error = Message };
            await ProxyError.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", Message);
            return;
        }

        var request = ProxyRequest.Parse(await ReadBodyAsync(context.Request));
        kept.Entry = kept.Entry with { Model = Cut(request.Model), IsStream = request.IsStream,
            Request = options.LogPrompts ? request.Body : (ReadOnlyMemory<byte>?)null };
        if (PolicyFor(request.Model) is not { } policy)
        {
            kept.Entry = kept.Entry with { Status = StatusCodes.Status404NotFound, Error = "there is no such model" };
            await ProxyError.WriteAsync(
                context, StatusCodes.Status404NotFound, "model_not_found",
                    $"The model '{Cut(request.Model)}' does not exist here; there are "
                    + $"{string.Join(", ", upstreams.Keys.Prepend(_file.Name).Prepend(Auto))}.", param: "model");
            return;
        }

        var (features, classified) = ProxyFeatures.From(_features, _file.Classifier, request, context.Request.Headers);
        kept.Entry = kept.Entry with { Features = features, Classified = classified };
        var chosen = PolicyChoice.For(policy, feature => features.GetValueOrDefault(feature), Draw);
        var calls = new ProxyCalls(upstreams, webhook, options.Verifier, request);
        var executor = new PolicyExecutor<UpstreamReply>(calls, random, time);
        kept.PathSoFar = () => executor.Path;
        var outcome = await executor.RunAsync(chosen, context.RequestAborted);
        kept.Entry = kept.Entry with { Path = outcome.Path };
        ResponseHeaders.Add(outcome.Path, context.Response);
        if (outcome.Failure is { } failure)
        {
            await ProxyError.WriteAsync(context, failure);
            kept.Entry = kept.Entry with { Status = context.Response.StatusCode, Error = failure.Message };
            return;
        }

        using var reply = outcome.Answer!.Answer;
        ResponseHeaders.Copy(reply, context.Response);
        var isStream = request.IsStream || reply.IsStream;
        if (!MediaTypeHeaderValue.TryParse(context.Response.ContentType, out var label)
            || isStream != "text/event-stream".Equals(label.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        }

        kept.Entry = kept.Entry with { Status = StatusCodes.Status200OK };
        if (reply.Rest is { } rest)
        {
            await PassOnAsync(context, kept, reply, rest, calls, began);
            return;
        }

        // A client that asked for a stream would see nothing in what is none.
        var whole = request.IsStream && !reply.IsStream ? WholeReply.ToEvents(reply.Beginning) : reply.Beginning;
        context.Response.ContentLength = whole.Length;
        await context.Response.Body.WriteAsync(whole, context.RequestAborted);
        kept.Entry = kept.Entry with { KeysRemoved = reply.Content.Removed, TtftMs = time.GetElapsedTime(began).TotalMilliseconds };
    }

    /// <summary>
    /// Passes a stream on, each piece as it arrives. Once its first word is out nobody can take its place: a stream that breaks is broken
    /// off.
    /// </summary>
    private async Task PassOnAsync(HttpContext context, Kept kept, UpstreamReply reply, Stream rest, ProxyCalls calls, long began)
    {
        const int Piece = 4 << 10;
        using var tail = new StreamTail();
        var keys = new SplitKeys(reply.Content.Guard);
        var writer = context.Response.BodyWriter;
        tail.Take(reply.Beginning.Span);
        var hasClientGone = false;
        string? broken = null;
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            keys.Take(reply.Beginning.Span, writer);
            await writer.FlushAsync(reply.Token);
            kept.Entry = kept.Entry with { TtftMs = time.GetElapsedTime(began).TotalMilliseconds };
            while (!hasClientGone)
            {
                var count = await rest.ReadAsync(buffer, reply.Token);
                if (count == 0)
                {
                    keys.End(writer);
                    break;
                }

                tail.Take(buffer.AsSpan(0, count));
                keys.Take(buffer.AsSpan(0, count), writer);
                hasClientGone = (await writer.FlushAsync(reply.Token)).IsCompleted;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            broken = "the endpoint's stream broke off";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        reply.Content.Count(keys.Removed);
        var end = tail.Read();
        hasClientGone |= context.RequestAborted.IsCancellationRequested;
        if (hasClientGone)
        {
            kept.Entry = kept.Entry with { Status = ClientHasGone };
            broken = "the client has gone";
        }
        else if (!end.State.IsComplete && end.State.Error is null)
        {
            broken ??= end.State.End == AnswerEnd.Failed ? $"the endpoint's stream ended with finish_reason {Cut(end.State.FinishReason!)}"
                : "the endpoint's stream ended before the answer did";
        }

        if (broken is not null)
        {
            // Ended properly it would look like a whole answer.
            context.Abort();
        }
        else
        {
            await writer.WriteAsync(end.IsOpen ? "\n\n"u8.ToArray() : [], context.RequestAborted);
        }

        kept.Entry = kept.Entry with { KeysRemoved = reply.Content.Removed, Path = Finished(kept.Entry.Path, reply, end, calls),
            Error = broken ?? (end.State.Error is null ? null : "the endpoint's stream ended with an error") };
    }

    private PolicyPath Finished(PolicyPath path, UpstreamReply reply, ReplyEvents end, ProxyCalls calls) => path with
    {
        Calls = [.. path.Calls.Select(call => !call.IsServed ? call : call with
        {
            LatencyMs = time.GetElapsedTime(reply.SentAt).TotalMilliseconds,
            InputTokens = end.Usage?.InputTokens,
            OutputTokens = end.Usage?.OutputTokens,
            CostUsd = end.Usage is { } usage ? calls.CostOf(call.Model, usage) : null,
        })],
    };

    private RoutingPolicy? PolicyFor(string model) =>
        model == Auto || model == _file.Name ? _file.Policy : upstreams.ContainsKey(model) ? new SinglePolicy(model) : null;

    private double Draw()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is { } length and > 0 && length <= options.MaxRequestBytes)
        {
            var whole = new byte[length];
            try
            {
                await request.Body.ReadExactlyAsync(whole, request.HttpContext.RequestAborted);
            }
            catch (EndOfStreamException)
            {
                throw new FormatException("The request's body did not arrive whole.");
            }

            return whole;
        }

        var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static string Cut(string text) => text.Length <= MaxModelChars ? text : text[..MaxModelChars] + "…";

    /// <summary>What is known of a request while it is answered: whatever happens, that is logged.</summary>
    private sealed class Kept(LogEntry entry)
    {
        public LogEntry Entry { get; set; } = entry;

        public Func<PolicyPath> PathSoFar { get; set; } = () => new PolicyPath();
    }
}
