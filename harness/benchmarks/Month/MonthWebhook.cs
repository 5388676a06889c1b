using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Benchmarks.Month;

/// <summary>Takes the summaries of a night; once it is disposed, nobody answers at its address.</summary>
internal sealed class MonthWebhook : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MonthWebhook(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/hook";

    public int Received { get; private set; }

    public static async Task<MonthWebhook> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var webhook = new MonthWebhook(builder.Build());
        webhook._app.MapPost("/hook", webhook.TakeAsync);
        await webhook._app.StartAsync();
        return webhook;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Received += body.RootElement.TryGetProperty("text", out _) ? 1 : 0;
    }
}
