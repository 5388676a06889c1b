using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.Serving;

/// <summary>An endpoint that streams the prompt back, word by word, to as many as ask.</summary>
internal sealed class EchoEndpoint : IAsyncDisposable
{
    public const int Words = 20;
    private LocalServer? _web;

    /// <summary>Gets the time between two words.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(5);

    public Uri BaseUrl => new(_web!.Address + "/v1");

    public async Task StartAsync()
    {
        _web = await LocalServer.StartAsync(AnswerAsync, ct: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await (_web?.DisposeAsync() ?? ValueTask.CompletedTask);

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var prompt = request.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        context.Response.ContentType = "text/event-stream";
        try
        {
            await context.Response.WriteAsync(Replies.Role, context.RequestAborted);
            for (var i = 0; i < Words; i++)
            {
                await context.Response.WriteAsync(Replies.Word(prompt + " "), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Pause, context.RequestAborted);
            }

            await context.Response.WriteAsync(Replies.End, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The proxy was killed.
        }
    }
}
