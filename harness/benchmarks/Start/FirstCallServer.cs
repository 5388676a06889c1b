using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eval.Benchmarks.Start;

/// <summary>An endpoint that answers at once and knows when it was first asked.</summary>
internal sealed class FirstCallServer : IAsyncDisposable
{
    private const string Reply = """
        data: {"id":"x","model":"m","choices":[{"delta":{"content":"I have nothing to say."},"finish_reason":"stop"}]}

        data: {"id":"x","model":"m","choices":[],"usage":{"prompt_tokens":50,"completion_tokens":6}}

        data: [DONE]


        """;

    private readonly WebApplication _app;
    private long _first;

    private FirstCallServer(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<FirstCallServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FirstCallServer(builder.Build());
        server._app.MapPost("/v1/chat/completions", server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

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
