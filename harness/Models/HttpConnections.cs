using System.Net.Sockets;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>Makes the HTTP client of an endpoint.</summary>
internal static class HttpConnections
{
    /// <param name="endpoint">Where it leads.</param>
    /// <param name="guard">Takes out of the responses what this process keeps secret.</param>
    public static HttpClient Create(Uri endpoint, KeyGuard guard)
    {
        var handler = new SocketsHttpHandler
        {
            // A proxy of the environment leads outside; this machine's own endpoints are not there.
            UseProxy = !endpoint.IsLoopback,
            // The limiter bounds calls; a second bound here would be queueing that no clock sees.
            MaxConnectionsPerServer = int.MaxValue,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
            // Followed, a redirection would carry a key in a header of its own to wherever it leads.
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        };
        var client = new HttpClient(new GuardedHandler(handler, guard)) { Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = BoundedBody.MaxLineBytes };
        // Packed, several events would arrive at once; where nothing is said, any coding may come.
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            if (context.InitialRequestMessage.Options.TryGetValue(OpenAiModel.TimerKey, out var timer))
            {
                timer.Connected = StreamTimer.Now;
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
