using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eval.Harness.Tests.Models;

/// <summary>
/// A real server that sends exactly the bytes a test gives, in the pieces and at the times it gives, so that every misbehaviour of an
/// endpoint can be had. Each connection serves one request.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<Func<NetworkStream, Task>> _answers;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;

    public ScriptedServer(params Func<NetworkStream, Task>[] answers)
    {
        _answers = new Queue<Func<NetworkStream, Task>>(answers);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>The requests as they came, headers and body.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>An answer with a status and a body that is complete.</summary>
    public static Func<NetworkStream, Task> Reply(int status, string body, string type = "application/json", string headers = "") =>
        async stream =>
        await SendAsync(stream, $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: "
            + $"{Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}");

    /// <summary>A stream of pieces, each after its delay; null ends it without the last chunk, as a lost connection does.</summary>
    public static Func<NetworkStream, Task> Stream(params (int AfterMs, byte[]? Bytes)[] pieces) =>
        Stream(pieces.Select(piece => (After: (Func<Task>)(() => Task.Delay(piece.AfterMs)), piece.Bytes)).ToArray());

    /// <summary>A stream of pieces, each after what it waits for; null ends it without the last chunk, as a lost connection does.</summary>
    public static Func<NetworkStream, Task> Stream(params (Func<Task> After, byte[]? Bytes)[] pieces) => async stream =>
    {
        await SendAsync(stream,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        foreach (var (after, bytes) in pieces)
        {
            await after();
            if (bytes is null)
            {
                return;
            }

            await SendAsync(stream, $"{bytes.Length:x}\r\n");
            await stream.WriteAsync(bytes);
            await SendAsync(stream, "\r\n");
        }

        await SendAsync(stream, "0\r\n\r\n");
    };

    /// <summary>A stream of one piece.</summary>
    public static Func<NetworkStream, Task> Stream(string text) => Stream((0, Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Stop();
        _closing.Dispose();
    }

    private static async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task ServeAsync()
    {
        try
        {
            while (!_closing.IsCancellationRequested && _answers.TryDequeue(out var answer))
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                client.NoDelay = true;
                var stream = client.GetStream();
                Requests.Add(await ReadRequestAsync(stream));
                await answer(stream);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        var missing = int.MaxValue;
        while (missing > 0 && await stream.ReadAsync(buffer) is var count and > 0)
        {
            bytes.Write(buffer, 0, count);
            var end = missing == int.MaxValue ? bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("\r\n\r\n"u8) : -1;
            missing = end >= 0 ? end + 4 + Length(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, end)) - (int)bytes.Length
                : missing == int.MaxValue ? missing : missing - count;
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static int Length(string request) =>
        request.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.Split(':')[1])).FirstOrDefault();
}
