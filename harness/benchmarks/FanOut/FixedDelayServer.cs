using System.Collections.Concurrent;
using System.Diagnostics;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

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
        var marks = new ConcurrentBag<(long Start, long End)>();
        await using var server = await LocalServer.StartAsync(context => context.Request.Path.Value switch
        {
            "/span" => context.Response.WriteAsync(Span(marks)),
            "/reset" => ResetAsync(marks),
            _ => AnswerAsync(context, marks),
        });
        Console.WriteLine(server.Address);
        await server.WaitAsync();
        return 0;
    }

    private static string Span(ConcurrentBag<(long Start, long End)> marks) => marks.IsEmpty
        ? "0 0" : $"{marks.Count} {Stopwatch.GetElapsedTime(marks.Min(m => m.Start), marks.Max(m => m.End)).TotalMilliseconds:0}";

    private static Task ResetAsync(ConcurrentBag<(long Start, long End)> marks)
    {
        marks.Clear();
        return Task.CompletedTask;
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
