using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Replies;
using Eval.Harness.Routing;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Serving;

/// <summary>The calls of a policy for one request that is passed through.</summary>
internal sealed class ProxyCalls(IReadOnlyDictionary<string, Upstream> upstreams, WebhookVerifier webhook, Uri? verifierUrl,
    ProxyRequest request) : IPolicyCalls<UpstreamReply>
{
    public async Task<CallAnswer<UpstreamReply>> AskAsync(string model, CallOptions options, CancellationToken ct)
    {
        var upstream = upstreams[model];
        var reply = await upstream.SendAsync(request, options, ct);
        var took = TimeProvider.System.GetElapsedTime(reply.SentAt);
        var usage = UsageReader.Merge(UsageReader.FromHeaders(reply.Headers), reply.Usage);
        return new CallAnswer<UpstreamReply>(reply)
        {
            Latency = took,
            FirstContent = reply.Rest is not null ? took : null,
            Usage = usage ?? new Usage(),
            CostUsd = usage is null ? null : CostOf(model, usage),
        };
    }

    public Task<Verification> VerifyAsync(Verifier verifier, UpstreamReply answer, CancellationToken ct) =>
        (verifier.Kind == VerifierKind.Webhook ? verifier.Url : verifierUrl) is { } url
            ? webhook.AskAsync(url, (request.LastUserText(), request.Body), (answer.Text, JsonOf(answer)), ct)
            : Task.FromResult(Verification.Refused);

    public Task<string?> CodeOfAsync(UpstreamReply answer, CancellationToken ct) => Task.FromResult(ReplyCode.Extract(answer.Text));

    public decimal? CostOf(string model, Usage usage) => upstreams[model].Spec.CostUsd(usage);

    /// <summary>A verifier sees one body, also where the client asked for a stream.</summary>
    private static ReadOnlyMemory<byte> JsonOf(UpstreamReply answer) =>
        !answer.IsStream ? answer.Beginning : JsonSerializer.SerializeToUtf8Bytes(new
    {
        @object = "chat.completion",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = answer.Text },
            finish_reason = answer.FinishReason } },
    });
}
