using System.Net;
using System.Net.Sockets;
using System.Text;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>
/// Makes one streamed call to a listener of its own on loopback: the first call of a process would be tens of milliseconds off while the
/// code of calls is compiled. The reply is thrown away.
/// </summary>
internal static class HttpWarmUp
{
    private const string Events =
        "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
        + ": ping\n\n"
        + "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":0}}}\n\n"
        + "data: [DONE]\n\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(TimeProvider time, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var saturation = new SaturationProbe();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
        using var client = HttpConnections.Create(address, KeyGuard.None());
        var spec = new ModelSpec { Name = "m", RequestedModel = "m",
            Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = address }) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        var answering = AnswerAsync(listener, limit.Token);
        var model = new RetryingModel(new OpenAiModel(spec, client, saturation, time), EndpointLimiter.Adaptive(), new RetryOptions(),
            new Random(1), time);
        try
        {
            await Task.WhenAll(answering, model.CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "a")] },
                limit.Token));
        }
        catch (Exception e) when (e is ModelCallException or SocketException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Where this machine does not let a process talk to itself, the first call is some milliseconds off.
        }
    }

    private static async Task AnswerAsync(TcpListener listener, CancellationToken ct)
    {
        using var connection = await listener.AcceptSocketAsync(ct);
        await connection.ReceiveAsync(new byte[1 << 16], ct);
        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            + Events), ct);
        connection.Shutdown(SocketShutdown.Send);
    }
}
