using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eval.Benchmarks.FanOut;

/// <summary>
/// An endpoint that streams a short answer without code in exactly 400 ms and knows when its first request came and its last answer went.
/// Runs in a process of its own, so that its processor time is not the client's.
/// </summary>
internal static class FixedDelayServer
{
    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        var marks = new ConcurrentBag<(long Start, long End)>();
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, marks));
        app.MapGet("/span", () => marks.IsEmpty
            ? "0 0" : $"{marks.Count} {Stopwatch.GetElapsedTime(marks.Min(m => m.Start), marks.Max(m => m.End)).TotalMilliseconds:0}");
        app.MapPost("/reset", () => marks.Clear());
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, ConcurrentBag<(long, long)> marks)
    {
        var start = Stopwatch.GetTimestamp();
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Event("""{"delta":{"role":"assistant","content":""}}"""));
        await context.Response.Body.FlushAsync();
        await Task.Delay(Half);
        await context.Response.WriteAsync(Event("""{"delta":{"content":"I have "}}"""));
        await context.Response.Body.FlushAsync();
        await Task.Delay(Half);
        await context.Response.WriteAsync(Event("""{"delta":{"content":"nothing to say."},"finish_reason":"stop"}""")
            + "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":6}}\n\ndata: "
            + "[DONE]\n\n");
        marks.Add((start, Stopwatch.GetTimestamp()));
    }

    private static string Event(string choice) => $"data: {{\"id\":\"x\",\"model\":\"m\",\"choices\":[{choice}]}}\n\n";
}
