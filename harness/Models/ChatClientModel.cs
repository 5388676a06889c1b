using System.Text;
using Eval.Harness.Redaction;
using Eval.Results.Records;
using Microsoft.Extensions.AI;

namespace Eval.Harness.Models;

/// <summary>
/// Lets any <see cref="IChatClient"/> be evaluated. Its clock marks are coarser: they are taken where the client yields, not where bytes
/// arrive, and what its own retries cost hides inside them.
/// </summary>
internal sealed class ChatClientModel(ModelSpec spec, IChatClient client, KeyGuard guard, TimeProvider time) : IModel
{
    public ModelSpec Spec => spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var timer = new StreamTimer(time.GetUtcNow(), StreamTimer.Now);
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        var state = new AnswerState();
        string? served = null;
        UsageDetails? reported = null;
        try
        {
            var messages = request.Messages
                .Select(message => new Microsoft.Extensions.AI.ChatMessage(new ChatRole(message.Role), message.Content));
            await foreach (var update in client.GetStreamingResponseAsync(messages, Options(request), ct))
            {
                var thought = string.Concat(update.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
                var found = new StreamEvent(StreamTimer.Now)
                {
                    Text = update.Text,
                    Reasoning = thought,
                    FinishReason = update.FinishReason?.Value,
                    HasToolCall = update.Contents.Any(content => content is FunctionCallContent),
                };
                timer.Take(found);
                state.Take(found);
                text.Append(update.Text);
                reasoning.Append(thought);
                served = update.ModelId ?? served;
                reported = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? reported;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failure = RefusalRules.IsContextWindow(new EndpointError { Message = e.Message })
                ? ModelCallFailure.ContextWindow
                : ModelCallFailure.Provider;
            throw new ModelCallException(failure, $"{spec.Source.Name}: {EndpointErrors.Shown(spec, e.Message)}", e)
            {
                Break = text.Length > 0 ? CallBreak.Stream : CallBreak.Connection,
                BilledFailures = text.Length + reasoning.Length > 0
                    ? [UsageReader.Complete(Counted(reported), request.Messages, text.ToString(), reasoning.ToString())] : [],
            };
        }

        var usage = UsageReader.Complete(Counted(reported), request.Messages, text.ToString(), reasoning.ToString());

        // A client that comes to its end without an exception closes its stream.
        state.Take(new StreamEvent(StreamTimer.Now) { IsDone = true });
        if (!state.IsComplete)
        {
            throw new ModelCallException(ModelCallFailure.Provider, state.WhyIncomplete(spec.Source.Name))
            {
                Break = CallBreak.Stream,
                BilledFailures = usage.IsEstimated && text.Length + reasoning.Length == 0 ? [] : [usage],
            };
        }

        return new Completion
        {
            Text = guard.Redact(text.ToString(), spec.Source.Name),
            Reasoning = reasoning.Length == 0 ? null : guard.Redact(reasoning.ToString(), spec.Source.Name),
            FinishReason = state.FinishReason,
            ServedModel = served is null ? null : guard.Redact(served, spec.Source.Name),
            Usage = usage,
            Timing = timer.Stop(isStreamed: true, concurrency: 0, saturation: null, usage.OutputTokens),
        };
    }

    private static Usage? Counted(UsageDetails? reported) => reported is null ? null : new Usage
    {
        InputTokens = UsageCounts.Count(reported.InputTokenCount),
        OutputTokens = UsageCounts.Count(reported.OutputTokenCount),
        CachedInputTokens = UsageCounts.Count(reported.CachedInputTokenCount),
        ReasoningTokens = UsageCounts.Count(reported.ReasoningTokenCount),
    };

    private ChatOptions Options(ModelRequest request) => new()
    {
        ModelId = spec.RequestedModel,
        Temperature = (float?)spec.Parameters.Temperature,
        TopP = (float?)spec.Parameters.TopP,
        MaxOutputTokens = request.MaxOutputTokensOf(spec),
        Seed = spec.Parameters.SeedOf(request.Sample),
        AdditionalProperties = Extra(),
    };

    /// <summary>What only some clients understand, for instance the effort.</summary>
    private AdditionalPropertiesDictionary? Extra() => spec.Parameters.ExtraBody.Count == 0 ? null
        : new AdditionalPropertiesDictionary(
            spec.Parameters.ExtraBody.Select(field => KeyValuePair.Create(field.Key, (object?)field.Value)));
}
