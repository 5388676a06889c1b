using System.Collections.Concurrent;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Replies;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>The calls of a policy for one request of a run.</summary>
internal sealed class PolicyModelCalls(IReadOnlyDictionary<string, IModel> models, WebhookVerifier webhook, ModelRequest request)
    : IPolicyCalls<Completion>
{
    /// <summary>Apart from the numbers of a run's own samples, by which endpoints are seeded.</summary>
    private const int RepeatStride = 10_000;

    private readonly ConcurrentQueue<Completion> _answers = new();
    private readonly ConcurrentQueue<Usage> _billed = new();

    public async Task<CallAnswer<Completion>> AskAsync(string model, CallOptions options, CancellationToken ct)
    {
        try
        {
            var completion = await models[model].CompleteAsync(
                request with { Sample = request.Sample + options.Repeat * RepeatStride, IsTriedOnce = options.IsTriedOnce,
                    AnswerWithin = options.AnswerWithin, Context = null }, ct);
            _answers.Enqueue(completion);
            Bill(completion.BilledFailures);
            var costs = completion.BilledFailures.Append(completion.Usage).Select(usage => CostOf(model, usage)).ToList();
            return new CallAnswer<Completion>(completion)
            {
                Latency = completion.Timing.Total,
                FirstContent = completion.Timing.FirstContent,
                Usage = completion.Usage,
                CostUsd = costs.Contains(null) ? null : costs.Sum(),
            };
        }
        catch (ModelCallException e)
        {
            Bill(e.BilledFailures);
            throw;
        }
    }

    public Task<Verification> VerifyAsync(Verifier verifier, Completion answer, CancellationToken ct) =>
        verifier.Kind == VerifierKind.Webhook
            ? webhook.AskAsync(verifier.Url!, (request.Messages.LastOrDefault(message => message.Role == "user")?.Content ?? "",
                RequestJson()), (answer.Text, ResponseJson(answer)), ct)
            : request.Context?.Verifier?.VerifyAsync(verifier.Kind, answer, ct) ?? Task.FromResult(Verification.Refused);

    public Task<string?> CodeOfAsync(Completion answer, CancellationToken ct) =>
        request.Context?.Verifier is { } verifier ? verifier.CodeOfAsync(answer, ct) : Task.FromResult(ReplyCode.Extract(answer.Text));

    public decimal? CostOf(string model, Usage usage) => models[model].Spec.CostUsd(usage);

    /// <summary>Returns the answer with the tokens, the cost and the time of everything that was done for it.</summary>
    public Completion Compose(PolicyOutcome<Completion> outcome)
    {
        var served = outcome.Answer!.Answer;
        var answers = _answers.ToList();
        var usages = answers.Select(answer => answer.Usage).Concat(_billed)
            .Concat(outcome.Path.Calls.Where(call => call.Outcome == PolicyCallOutcome.Cancelled)
                .Select(_ => served.Usage with { IsEstimated = true })).ToList();
        return served with
        {
            Usage = usages.Count == 1 ? usages[0] : Sum(usages),
            BilledFailures = [],
            Retries = answers.Sum(answer => answer.Retries) + outcome.Path.Calls.Count(call => call.Outcome == PolicyCallOutcome.Failed),
            Timing = outcome.Path.Calls.Count == 1 && !outcome.IsBuffered ? served.Timing : Compose(outcome, answers),
            Path = outcome.Path,
            IsSimulated = answers.Exists(answer => answer.IsSimulated),
        };
    }

    private static Timing Compose(PolicyOutcome<Completion> outcome, List<Completion> answers)
    {
        var served = outcome.Answer!.Answer.Timing;
        TimeSpan? Shown(TimeSpan? mark) => outcome.IsBuffered ? null : outcome.Before + mark;
        return served with
        {
            // Failures before the first answer took their time too.
            StartedAt = answers.Min(answer => answer.Timing.StartedAt),
            Queued = Total(answers, timing => timing.Queued),
            RetryWait = Total(answers, timing => timing.RetryWait),
            Connected = null,
            Headers = Shown(served.Headers),
            FirstEvent = Shown(served.FirstEvent),
            FirstReasoning = Shown(served.FirstReasoning),
            FirstContent = outcome.FirstContent,
            LastDelta = Shown(served.LastDelta),
            Total = outcome.Latency,
            Concurrency = answers.Max(answer => answer.Timing.Concurrency),
            IsSaturated = answers.Exists(answer => answer.Timing.IsSaturated),
        };
    }

    private static TimeSpan Total(IEnumerable<Completion> answers, Func<Timing, TimeSpan> part) =>
        TimeSpan.FromTicks(answers.Sum(answer => part(answer.Timing).Ticks));

    private static Usage Sum(List<Usage> usages)
    {
        int? Total(Func<Usage, int?> part) => usages.TrueForAll(usage => part(usage) is not null) ? usages.Sum(part) : null;
        int? Known(Func<Usage, int?> part) =>
            usages.Exists(usage => part(usage) is not null) ? usages.Sum(usage => part(usage) ?? 0) : null;
        return new Usage
        {
            InputTokens = Total(usage => usage.InputTokens),
            CachedInputTokens = Known(usage => usage.CachedInputTokens),
            CacheWriteTokens = Known(usage => usage.CacheWriteTokens),
            OutputTokens = Total(usage => usage.OutputTokens),
            ReasoningTokens = Known(usage => usage.ReasoningTokens),
            IsEstimated = usages.Exists(usage => usage.IsEstimated),
            IsSuspect = usages.Exists(usage => usage.IsSuspect),
            ProviderReportedCostUsd = usages.TrueForAll(usage => usage.ProviderReportedCostUsd is not null)
                ? usages.Sum(usage => usage.ProviderReportedCostUsd) : null,
        };
    }

    private void Bill(IEnumerable<Usage> usages)
    {
        foreach (var usage in usages)
        {
            _billed.Enqueue(usage);
        }
    }

    private byte[] RequestJson() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new { messages = request.Messages.Select(message => new { role = message.Role, content = message.Content }) });

    private static byte[] ResponseJson(Completion answer) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        @object = "chat.completion",
        model = answer.ServedModel,
        choices = new[] { new { index = 0, message = new { role = "assistant", content = answer.Text },
            finish_reason = answer.FinishReason } },
    });
}
