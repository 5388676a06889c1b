using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>A streaming endpoint that outlives the program under test and counts what it is asked.</summary>
internal sealed class CountingEndpoint : IAsyncDisposable
{
    private const string Content = "```csharp\\npublic static class Solution { }\\n```";
    private readonly ConcurrentDictionary<(string Model, string Prompt), int> _calls = new();
    private readonly TimeSpan _thinkingTime;
    private WebApplication? _app;

    private CountingEndpoint(TimeSpan thinkingTime) => _thinkingTime = thinkingTime;

    public string BaseUrl => _app!.Urls.Single() + "/v1";

    public int Calls => _calls.Values.Sum();

    public static async Task<CountingEndpoint> StartAsync(TimeSpan thinkingTime)
    {
        var endpoint = new CountingEndpoint(thinkingTime);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        endpoint._app = builder.Build();
        endpoint._app.MapPost("/v1/chat/completions", endpoint.AnswerAsync);
        await endpoint._app.StartAsync(TestContext.Current.CancellationToken);
        return endpoint;
    }

    public int CallsOf(string model, string prompt) => _calls.GetValueOrDefault((model, prompt));

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var prompt = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        _calls.AddOrUpdate((request.RootElement.GetProperty("model").GetString()!, prompt), 1, (_, count) => count + 1);
        context.Response.ContentType = "text/event-stream";
        await Task.Delay(_thinkingTime, context.RequestAborted);
        await context.Response.WriteAsync(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{Content}\"}},\"finish_reason\":\"stop\"}}]}}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10}}\n\ndata: [DONE]\n\n",
            context.RequestAborted);
    }
}
