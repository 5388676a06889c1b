using System.Net;
using System.Text;
using Eval.Harness.CommandLine;

namespace Eval.Harness.Models;

/// <summary>
/// Goes once through the code of a streamed call without any network: the first call of a process would be some 30 ms off while that code
/// is compiled. The reply is thrown away.
/// </summary>
internal static class HttpWarmUp
{
    private const string Canned =
        "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
        + ": ping\n\n"
        + "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":0}}}\n\n"
        + "data: [DONE]\n\n";

    public static async Task RunAsync(TimeProvider time, CancellationToken ct)
    {
        await using var saturation = new SaturationProbe();
        using var client = new HttpClient(new CannedHandler());
        var spec = new ModelSpec { Name = "m", RequestedModel = "m", Provider = new ProviderSpec { Name = "p", BaseUrl = new Uri("http://localhost/v1") } };
        var model = new RetryingModel(new OpenAiModel(spec, client, saturation, time), EndpointLimiter.Adaptive(), new RetryOptions(), new Random(1), time);
        await model.CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "a")] }, ct);
    }

    private sealed class CannedHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Canned, Encoding.UTF8, "text/event-stream") });
    }
}
