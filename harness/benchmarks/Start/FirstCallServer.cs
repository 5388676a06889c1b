using System.Diagnostics;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Benchmarks.Start;

/// <summary>An endpoint that answers at once and knows when it was first asked.</summary>
internal sealed class FirstCallServer : IAsyncDisposable
{
    private const string Reply = """
        data: {"id":"x","model":"m","choices":[{"delta":{"content":"I have nothing to say."},"finish_reason":"stop"}]}

        data: {"id":"x","model":"m","choices":[],"usage":{"prompt_tokens":50,"completion_tokens":6}}

        data: [DONE]


        """;

    private LocalServer? _web;
    private long _first;

    public string Address => _web!.Address;

    public static async Task<FirstCallServer> StartAsync()
    {
        var server = new FirstCallServer();
        server._web = await LocalServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public ValueTask DisposeAsync() => _web!.DisposeAsync();

    /// <summary>Returns how long after a timestamp it was first asked since the last question of this kind; null when it was not.</summary>
    public TimeSpan? FirstCallAfter(long start) =>
        Interlocked.Exchange(ref _first, 0) is var first and > 0 ? Stopwatch.GetElapsedTime(start, first) : null;

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);
        context.Response.ContentType = "text/event-stream";
        return context.Response.WriteAsync(Reply);
    }
}
