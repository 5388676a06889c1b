using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eval.Benchmarks.Streaming;

/// <summary>
/// The least that a client can do on the same server: a connected socket, one prepared request, and a search for the first content in what
/// arrives. No HTTP client, no JSON, no limits, no watching for keys. What it measures wrongly is the machine's doing and the server's.
/// </summary>
internal static class BareClient
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("\"delta\":{\"content\":\"");
    private static readonly byte[] End = Encoding.ASCII.GetBytes("[DONE]\n\n");

    /// <summary>Asks as many times at once as there are sockets.</summary>
    /// <returns>How many milliseconds each measured time to first token lies above the server's own.</returns>
    public static async Task<double[]> ErrorsAsync(Uri address, IReadOnlyList<Socket> sockets)
    {
        var request = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: "
                + $"2\r\n\r\n{{}}"));
        return await Task.WhenAll(sockets.Select(socket => AskAsync(socket, request)));
    }

    public static async Task<Socket[]> ConnectAsync(Uri address, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }));

    private static async Task<double> AskAsync(Socket socket, byte[] request)
    {
        var buffer = new byte[4096];
        var kept = 0;
        double? error = null;
        var asked = Stopwatch.GetTimestamp();
        await socket.SendAsync(request);
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(kept));
            var now = Stopwatch.GetElapsedTime(asked);
            if (read == 0)
            {
                throw new IOException("The server closed a connection in the middle of its answer.");
            }

            var seen = buffer.AsSpan(0, kept + read);
            error ??= FirstContent(seen) is { } sent ? now.TotalMilliseconds - (sent / 1000) : null;
            if (seen.IndexOf(End) >= 0)
            {
                return error ?? throw new IOException("The server's answer had no content.");
            }

            // A piece of what is looked for may stand at the end; the first content must not be cut off while it is looked for.
            var tail = Math.Min(seen.Length, error is null ? 1024 : End.Length - 1);
            seen[^tail..].CopyTo(buffer);
            kept = tail;
        }
    }

    /// <summary>The microseconds that the first visible text tells, once it is there as a whole.</summary>
    private static double? FirstContent(ReadOnlySpan<byte> seen)
    {
        var at = seen.IndexOf(Content);
        if (at < 0)
        {
            return null;
        }

        var text = seen[(at + Content.Length)..];
        var end = text.IndexOf((byte)' ');
        return end <= 0 ? null : double.Parse(text[..end], CultureInfo.InvariantCulture);
    }
}
