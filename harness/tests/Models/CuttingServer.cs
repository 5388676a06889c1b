using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eval.Harness.Tests.Models;

/// <summary>
/// A real server that sends the beginning of one and the same response, of any length, and closes the connection, as an endpoint does that
/// dies.
/// </summary>
internal sealed class CuttingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly byte[] _response;
    private readonly Task _serving;

    /// <param name="response">The whole response, head and body.</param>
    public CuttingServer(byte[] response)
    {
        _response = response;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>How many bytes are sent of a response whose address does not say it.</summary>
    public int Length { get; set; }

    /// <summary>Returns the address at which so many bytes are sent.</summary>
    public Uri At(int length) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{length}/v1");

    /// <summary>The address at which <see cref="Length"/> bytes are sent.</summary>
    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>A response whose body is sent in pieces that say how long they are, with a last one.</summary>
    public static byte[] Chunked(string type, byte[] body, string headers = "")
    {
        var half = body.Length / 2;
        return
        [
            .. Head(type, "Transfer-Encoding: chunked\r\n" + headers),
            .. Encoding.ASCII.GetBytes($"{half:x}\r\n"), .. body[..half], .. "\r\n"u8,
                .. Encoding.ASCII.GetBytes($"{body.Length - half:x}\r\n"), .. body[half..], .. "\r\n0\r\n\r\n"u8,
        ];
    }

    /// <summary>A response whose end is that of the connection, so that a cut looks like an end.</summary>
    public static byte[] ToClose(string type, byte[] body, string headers = "") => [.. Head(type, headers), .. body];

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _closing.Dispose();
    }

    private static byte[] Head(string type, string headers) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n{headers}\r\n");

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.AcceptSocketAsync(_closing.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[1 << 14];
                var request = Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _closing.Token));
                while (!request.EndsWith('}'))
                {
                    request += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _closing.Token));
                }

                await socket.SendAsync(_response.AsMemory(0, int.TryParse(request.Split('/')[1], out var length) ? length : Length),
                    _closing.Token);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over, or the client has gone.
            }
        }
    }
}
