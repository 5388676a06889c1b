using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>
/// An endpoint with one model, which is good at hard tasks only where it is asked to think. It keeps what it is asked with besides the
/// messages and the form of the answer.
/// </summary>
internal sealed partial class VariantEndpoint : IAsyncDisposable
{
    private static readonly string[] FormFields = ["messages", "stream", "stream_options"];
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private LocalServer? _web;

    public string BaseUrl => _web!.Address + "/v1";

    /// <summary>Takes each different request, without its messages, that has come since the last time.</summary>
    public IReadOnlyList<string> TakeAsked()
    {
        var asked = _asked.Keys.Order(StringComparer.Ordinal).ToList();
        _asked.Clear();
        return asked;
    }

    public async Task StartAsync()
    {
        _web = await LocalServer.StartAsync(AnswerAsync, ct: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await (_web?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>Returns fields as the endpoint keeps them.</summary>
    public static string Text(IEnumerable<KeyValuePair<string, JsonElement>> fields) => JsonSerializer.Serialize(
        new SortedDictionary<string, JsonElement>(fields.Where(field => !FormFields.Contains(field.Key)).ToDictionary(),
            StringComparer.Ordinal));

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var fields = request.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        _asked.TryAdd($"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization} "
            + $"{context.Request.Headers["X-Title"]} {Text(fields)}", 1);
        var prompt = fields["messages"].EnumerateArray().Last().GetProperty("content").GetString()!;
        var added = Added().Match(prompt) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var isRight = fields["reasoning_effort"].GetString() == "high" || !prompt.Contains("hard", StringComparison.Ordinal);
        var text = $"```csharp\npublic static class Solution {{ public static int F(int x) => x + {(isRight ? added : added + 1)}; }}\n```";
        if (!fields.TryGetValue("stream", out var stream) || !stream.GetBoolean())
        {
            await context.Response.WriteAsJsonAsync(
                new { choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } } },
                    context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":{JsonSerializer.Serialize(text)}}},\"finish_reason\":\"stop\"}}]}}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10}}\n\ndata: [DONE]\n\n",
            context.RequestAborted);
    }

    [GeneratedRegex("adds ([0-9]+) to")]
    private static partial Regex Added();
}
