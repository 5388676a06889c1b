using System.Diagnostics;
using System.Globalization;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Benchmarks.Streaming;

/// <summary>
/// An endpoint whose first visible text says how many microseconds after the request's arrival it was sent: role chunk at 50 ms, ping at
/// 100, reasoning at 200, content at 500, then a token every 20 ms. Runs in a process of its own.
/// </summary>
internal static class KnownDelayServer
{
    private static readonly int[] Delays = [50, 50, 100, 300];

    public static async Task<int> RunAsync(string[] args)
    {
        var tokens = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50;
        await using var server = await LocalServer.StartAsync(context => AnswerAsync(context, tokens));
        Console.WriteLine(server.Address);
        await server.WaitAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, int tokens)
    {
        var arrived = Stopwatch.GetTimestamp();
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "text/event-stream";
        await Task.Delay(Delays[0]);
        await SendAsync(context, Event("\"role\":\"assistant\",\"content\":\"\""));
        await Task.Delay(Delays[1]);
        await SendAsync(context, ": ping\n\n");
        await Task.Delay(Delays[2]);
        await SendAsync(context, Event("\"reasoning_content\":\"hm\""));
        await Task.Delay(Delays[3]);
        await SendAsync(context, Event($"\"content\":\"{Stopwatch.GetElapsedTime(arrived).TotalMicroseconds:0} \""));
        for (var i = 0; i < tokens; i++)
        {
            await Task.Delay(20);
            await SendAsync(context, Event("\"content\":\"token \""));
        }

        await SendAsync(context, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    }

    private static string Event(string delta) => $"data: {{\"id\":\"x\",\"model\":\"m\",\"choices\":[{{\"delta\":{{{delta}}}}}]}}\n\n";

    private static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }
}
