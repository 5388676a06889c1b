using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Takes what is posted.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private LocalServer? _web;

    public List<JsonElement> Received { get; } = [];

    public string Address => _web!.Address + "/hook/secret-part";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._web = await LocalServer.StartAsync(receiver.TakeAsync, ct: TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _web!.DisposeAsync();

    private async Task TakeAsync(HttpContext context) => Received.Add((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
}
