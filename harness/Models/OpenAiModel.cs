using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Eval.Harness.Redaction;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>
/// Asks an OpenAI-compatible endpoint once: one call, streamed and clocked, with no retry but in the form the endpoint wants.
/// </summary>
/// <param name="spec">Whom to ask, and how.</param>
/// <param name="client">The client of the endpoint.</param>
/// <param name="saturation">Knows whether clock marks can be trusted.</param>
/// <param name="time">The clock on the wall.</param>
/// <param name="forms">What is known of the forms in which endpoints take requests; null where nobody else wants to know.</param>
internal sealed class OpenAiModel(ModelSpec spec, HttpClient client, SaturationProbe saturation, TimeProvider time,
    SentForms? forms = null) : IModel
{
    /// <summary>The mark of a new connection travels from the connect callback to its request under this name.</summary>
    public static readonly HttpRequestOptionsKey<StreamTimer> TimerKey = new("eval.timer");

    /// <summary>Each refusal may teach one of the parameters; then nothing is left to learn.</summary>
    private const int MaxFormsTried = 8;

    private readonly SentForms _forms = forms ?? new SentForms();
    private readonly Uri _address = spec.ChatAddress;
    private volatile bool _answersWhole;
    private int _open;

    public ModelSpec Spec => spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var call = new Call(request, Interlocked.Increment(ref _open));
        try
        {
            return await AskAsync(call, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>
    /// Sends the request in the form that is known to be taken, and in another one where the endpoint refuses it for its form.
    /// </summary>
    private async Task<Completion> AskAsync(Call call, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        call.Timeout = new CallTimeout(limit, call.Request.AnswerWithin, spec.Endpoint);
        call.Form = _forms.FormOf(spec.Name);
        try
        {
            while (true)
            {
                call.Tries++;
                call.Timeout.ExpectsSilence = call.Form.OmitsStream || _answersWhole;
                call.Timeout.Renew();
                if (await TryAsync(call, limit.Token) is { } completion)
                {
                    return completion;
                }
            }
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && !ConnectionErrors.Explains(e))
        {
            throw new ModelCallException(ModelCallFailure.Provider, call.Timeout.WhyGivenUp())
            {
                Break = call.IsAnswering && (call.Timeout.HasBegun || call.Request.AnswerWithin is null) ? CallBreak.Stream
                    : CallBreak.Timeout,
                BilledFailures = call.IsAccepted
                    ? [UsageReader.Complete(call.Reply?.Usage, call.Request.Messages, call.Reply?.Text ?? "", call.Reply?.Reasoning)]
                    : [],
            };
        }
        catch (Exception e) when (ConnectionErrors.Explains(e))
        {
            throw WithUsage(ConnectionErrors.From(spec, _address, e, call.IsAnswering), call);
        }
    }

    /// <summary>Sends the request once; null when the endpoint has just taught another form.</summary>
    private async Task<Completion?> TryAsync(Call call, CancellationToken ct)
    {
        using var content = new RequestContent(ChatRequestBody.Write(spec, call.Request, call.Form));
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(call.Form.OmitsStream ? "application/json" : "text/event-stream"));
        spec.Authorize(message);
        call.Content = content;
        var timer = new StreamTimer(time.GetUtcNow(), StreamTimer.Now);
        message.Options.Set(TimerKey, timer);
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        timer.HeadersArrived();
        if (!response.IsSuccessStatusCode)
        {
            call.Content = null;
            var refusal = await EndpointErrors.ReadBodyAsync(response, ct);
            if (call.Tries < MaxFormsTried
                && response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                    or HttpStatusCode.UnprocessableEntity && HasLearned(call, EndpointError.Parse(refusal)))
            {
                return null;
            }

            throw EndpointErrors.FromStatus(spec, response, refusal, time);
        }

        call.IsAnswering = true;
        call.Reply = new ReplyStream(timer, call.Timeout.Renew);
        call.Reply.TakeHead(response.Headers);
        var isStreamed = await ReadAsync(call, response, ct);
        return Finish(call, timer, isStreamed, response);
    }

    /// <summary>
    /// Takes another form for this request where the refusal is about its form. It holds for others once it has been answered.
    /// </summary>
    private bool HasLearned(Call call, EndpointError refusal)
    {
        var limit = call.Request.MaxOutputTokensOf(spec);
        var asked = Math.Min(call.Form.MaxOutputTokens ?? int.MaxValue, limit ?? int.MaxValue);
        if (EndpointQuirks.Learn(refusal, spec, call.Form) is { } other)
        {
            call.Form = other;
        }
        else if (limit is not null && OutputLimit.Read(refusal, asked) is { } found)
        {
            call.Form = call.Form with { MaxOutputTokens = found.MaxTokens };
            call.IsShortened |= found.IsOfPrompt;
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Returns whether the reply came as a stream.</summary>
    private async Task<bool> ReadAsync(Call call, HttpResponseMessage response, CancellationToken ct)
    {
        // What is not streamed has no first word: it is begun when its head is there.
        call.Timeout.Renew(hasBegun: response.Content.Headers.ContentType?.MediaType == "application/json");
        await using var body = await ReplyBody.OpenAsync(response, () => call.Timeout.Renew(), ct);
        switch (body.Kind)
        {
            case ReplyKind.Json:
                call.Timeout.Renew(hasBegun: true);
                await ReadWholeAsync(call, body, ct);
                return false;
            case ReplyKind.WebPage:
                throw await EndpointErrors.WebPageAsync(spec, _address, body.Content, ct);
            case ReplyKind.Coded:
                throw EndpointErrors.Coded(spec, body.Coding!);
            case ReplyKind.Empty:
                return true;
            default:
                await ReadEventsAsync(call, body, ct);
                return true;
        }
    }

    private async Task ReadWholeAsync(Call call, ReplyBody body, CancellationToken ct)
    {
        try
        {
            await call.Reply!.ReadWholeAsync(body.Content, ct);
        }
        catch (JsonException e)
        {
            throw WithUsage(new ModelCallException(ModelCallFailure.Provider,
                $"{spec.Source.Name} answered with JSON that cannot be read.", e) { Break = CallBreak.Stream }, call);
        }
    }

    private static async Task ReadEventsAsync(Call call, ReplyBody body, CancellationToken ct)
    {
        try
        {
            await call.Reply!.ReadEventsAsync(body.Content, ct);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException && call.Reply!.State.IsComplete)
        {
            // The answer is there, and paid; only its frame is not.
        }
    }

    private Completion Finish(Call call, StreamTimer timer, bool isStreamed, HttpResponseMessage response)
    {
        var reply = call.Reply!;
        if (reply.State.Error is { } error)
        {
            throw WithUsage(EndpointErrors.InStream(spec, error, response, time), call);
        }

        if (!reply.State.IsComplete)
        {
            throw WithUsage(new ModelCallException(ModelCallFailure.Provider,
                reply.Events == 0 ? $"{spec.Source.Name} answered without a single event."
                    : reply.State.WhyIncomplete(spec.Source.Name)) { Break = CallBreak.Stream }, call);
        }

        Keep(call);
        _answersWhole = !isStreamed;
        var usage = UsageReader.Complete(reply.Usage, call.Request.Messages, reply.Text, reply.Reasoning);

        // A key may come in the pieces of several events.
        var content = GuardedContent.From(response);
        return new Completion
        {
            Text = content.WithoutKeys(reply.Text),
            Reasoning = reply.Reasoning is { } reasoning ? content.WithoutKeys(reasoning) : null,
            FinishReason = reply.State.FinishReason,
            ServedModel = reply.Model,
            IsSimulated = reply.IsSimulated,
            Usage = usage,
            Timing = timer.Stop(isStreamed, call.Concurrency, saturation, usage.OutputTokens),
        };
    }

    private void Keep(Call call)
    {
        // What one long prompt leaves room for says nothing of the others.
        _forms.Keep(spec.Name, call.IsShortened ? call.Form with { MaxOutputTokens = null } : call.Form);
        if (call.IsShortened)
        {
            _forms.CountShortened(spec.Name);
        }
    }

    /// <summary>What came before an answer broke off is billed, whether its endpoint came to tell the tokens or not.</summary>
    private static ModelCallException WithUsage(ModelCallException exception, Call call) =>
        new(exception.Failure, exception.Message, exception.InnerException)
    {
        Status = exception.Status,
        RetryAfter = exception.RetryAfter,
        Break = exception.Break,
        Reason = exception.Reason,
        BilledFailures = call.Reply is { HasText: true } reply
            ? [UsageReader.Complete(reply.Usage, call.Request.Messages, reply.Text, reply.Reasoning)]
            : call.Reply?.Usage is { } usage ? [usage] : [],
    };

    /// <summary>What is known of one call while it is made.</summary>
    private sealed class Call(ModelRequest request, int concurrency)
    {
        public ModelRequest Request => request;

        public int Concurrency => concurrency;

        public CallTimeout Timeout { get; set; } = null!;

        public RequestForm Form { get; set; } = RequestForm.Full;

        public int Tries { get; set; }

        /// <summary>Whether fewer output tokens are asked for, for the sake of this prompt.</summary>
        public bool IsShortened { get; set; }

        public bool IsAnswering { get; set; }

        /// <summary>What was sent and has not been refused.</summary>
        public RequestContent? Content { get; set; }

        /// <summary>Whether the endpoint has the request, so that it may bill it.</summary>
        public bool IsAccepted => Content is { IsSent: true };

        public ReplyStream? Reply { get; set; }
    }
}
