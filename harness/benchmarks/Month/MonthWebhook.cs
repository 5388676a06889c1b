using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Benchmarks.Month;

/// <summary>Takes the summaries of a night; once it is disposed, nobody answers at its address.</summary>
internal sealed class MonthWebhook : IAsyncDisposable
{
    private LocalServer? _web;

    public string Address => _web!.Address + "/hook";

    public int Received { get; private set; }

    public static async Task<MonthWebhook> StartAsync()
    {
        var webhook = new MonthWebhook();
        webhook._web = await LocalServer.StartAsync(webhook.TakeAsync);
        return webhook;
    }

    public ValueTask DisposeAsync() => _web!.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Received += body.RootElement.TryGetProperty("text", out _) ? 1 : 0;
    }
}
