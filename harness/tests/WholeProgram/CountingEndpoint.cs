using System.Collections.Concurrent;
using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>A streaming endpoint that outlives the program under test, counts what it is asked and can hold back its answers.</summary>
internal sealed class CountingEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Model, string Prompt), int> _calls = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LocalServer? _web;

    public string BaseUrl => _web!.Address + "/v1";

    /// <summary>Gets how long an answer takes.</summary>
    public TimeSpan ThinkingTime { get; init; }

    /// <summary>Gets the number of calls that are answered before <see cref="Release"/>.</summary>
    public int HoldAfter { get; init; } = int.MaxValue;

    /// <summary>Gets the code that answers a prompt.</summary>
    public Func<string, string> Answer { get; init; } = _ => "public static class Solution { }";

    /// <summary>Gets the tag of the fence that the code stands in.</summary>
    public string Tag { get; init; } = "csharp";

    public int Calls => _calls.Values.Sum();

    public async Task StartAsync()
    {
        _web = await LocalServer.StartAsync(AnswerAsync, ct: TestContext.Current.CancellationToken);
    }

    public void Release() => _released.TrySetResult();

    public int CallsOf(string model, string prompt) => _calls.GetValueOrDefault((model, prompt));

    public async ValueTask DisposeAsync() => await (_web?.DisposeAsync() ?? ValueTask.CompletedTask);

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var prompt = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        _calls.AddOrUpdate((request.RootElement.GetProperty("model").GetString()!, prompt), 1, (_, count) => count + 1);
        context.Response.ContentType = "text/event-stream";
        if (Calls > HoldAfter)
        {
            await _released.Task.WaitAsync(context.RequestAborted);
        }

        await Task.Delay(ThinkingTime, context.RequestAborted);
        var content = JsonSerializer.Serialize($"```{Tag}\n{Answer(prompt)}\n```");
        await context.Response.WriteAsync(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":{content}}},\"finish_reason\":\"stop\"}}]}}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10}}\n\ndata: [DONE]\n\n",
            context.RequestAborted);
    }
}
