using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>
/// OpenAI-compatible endpoints and verifiers on loopback. The address says what one does, <c>/LOG/BEHAVIOUR/…</c>: ok, a status, hang,
/// drop, midfail;
/// of a verifier accept, reject. Who was called stands in the log of that name, in order.
/// </summary>
internal sealed class StubEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<StubCall>> _logs = new();
    private readonly WebApplication _app;

    private StubEndpoint(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<StubEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new StubEndpoint(builder.Build());
        stub._app.MapPost("/{log}/{behaviour}/{**rest}", stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Returns the calls of models that a log has, in order.</summary>
    public IReadOnlyList<StubCall> CallsOf(string log) => [.. Log(log).Where(call => call.Model is not null)];

    /// <summary>Returns the calls of verifiers that a log has, in order.</summary>
    public IReadOnlyList<StubCall> VerificationsOf(string log) => [.. Log(log).Where(call => call.Model is null)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private ConcurrentQueue<StubCall> Log(string log) => _logs.GetOrAdd(log, _ => new ConcurrentQueue<StubCall>());

    private async Task AnswerAsync(HttpContext context, string log, string behaviour)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        using var json = JsonDocument.Parse(body);
        if (behaviour is "accept" or "reject")
        {
            Log(log).Enqueue(new StubCall(null, false, body));
            await context.Response.WriteAsJsonAsync(new { verdict = behaviour == "accept" });
            return;
        }

        var model = json.RootElement.GetProperty("model").GetString()!;
        var isStreamed = json.RootElement.TryGetProperty("stream", out var stream) && stream.GetBoolean();
        Log(log).Enqueue(new StubCall(model, isStreamed, body));
        if (int.TryParse(behaviour, CultureInfo.InvariantCulture, out var status))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(new { error = new { message = $"{model} says {status}", type = "stub" } });
        }
        else if (behaviour == "drop")
        {
            context.Abort();
        }
        else if (behaviour == "hang")
        {
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        else if (isStreamed)
        {
            await StreamAsync(context, model, isBroken: behaviour == "midfail");
        }
        else
        {
            await context.Response.WriteAsJsonAsync(new
            {
                id = "stub",
                @object = "chat.completion",
                created = 1,
                model,
                choices = new[] { new { index = 0, message = new { role = "assistant", content = $"answer of {model}" },
                    finish_reason = "stop" } },
                usage = new { prompt_tokens = 50, completion_tokens = 6, total_tokens = 56,
                    prompt_tokens_details = new { cached_tokens = 40 } },
            });
        }
    }

    private static async Task StreamAsync(HttpContext context, string model, bool isBroken)
    {
        context.Response.ContentType = "text/event-stream";
        await WriteAsync(context, Event(model, """{"index":0,"delta":{"role":"assistant","content":"answer "}}"""));
        await Task.Delay(50);
        if (isBroken)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, Event(model, $$"""{"index":0,"delta":{"content":"of {{model}}"},"finish_reason":"stop"}"""));
        await WriteAsync(context,
            $$$"""data: {"id":"stub","object":"chat.completion.chunk","created":1,"model":"{{{model}}}","choices":[],"usage":{"prompt_tokens":50,"completion_tokens":6,"total_tokens":56}}""" + "\n\ndata: [DONE]\n\n");
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    private static string Event(string model, string choice) =>
        $$"""data: {"id":"stub","object":"chat.completion.chunk","created":1,"model":"{{model}}","choices":[{{choice}}]}""" + "\n\n";
}
