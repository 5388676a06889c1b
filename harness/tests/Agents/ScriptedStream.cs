using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.Agents;

/// <summary>Sends one scripted reply, or does what it says instead.</summary>
internal sealed class ScriptedStream(HttpContext context, string model, ScriptedReply reply)
{
    private const int Pieces = 4;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync()
    {
        if (reply.BreakAt == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        context.Response.ContentType = reply.Body is null ? "text/event-stream" : reply.ContentType;
        if (reply.Body is { } body)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        await StreamAsync();
    }

    private async Task StreamAsync()
    {
        await SendAsync(new { role = "assistant", content = "" });
        if (reply.Reasoning is { } reasoning)
        {
            await SendAsync(new { reasoning_content = reasoning });
        }

        foreach (var piece in Split(reply.Text ?? ""))
        {
            await SendAsync(new { content = piece });
            await Task.Delay(reply.Pause, context.RequestAborted);
        }

        if (reply.ToolCall is { } arguments)
        {
            var call = new { index = 0, id = "call_1", type = "function", function = new { name = "bash", arguments } };
            await SendAsync(new { tool_calls = new[] { call } });
        }

        if (reply.BreakAt is not null)
        {
            context.Abort();
            return;
        }

        await SendAsync(new { }, reply.FinishReason);
        await WriteEventAsync(JsonSerializer.Serialize(new
        {
            model,
            choices = Array.Empty<object>(),
            usage = new { prompt_tokens = reply.InputTokens, completion_tokens = 20, total_tokens = reply.InputTokens + 20 },
        }));
        await WriteEventAsync("[DONE]");
    }

    /// <summary>What is sent of a text, in pieces that hold whole characters.</summary>
    private IEnumerable<string> Split(string text)
    {
        text = text[..(int)(text.Length * (reply.BreakAt ?? 1))];
        var length = Math.Max(1, (text.Length + Pieces - 1) / Pieces);
        for (var (start, end) = (0, 0); start < text.Length; start = end)
        {
            end = Math.Min(text.Length, start + length);
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            yield return text[start..end];
        }
    }

    private Task SendAsync(object delta, string? finish = null)
    {
        var choice = new { index = 0, delta, finish_reason = finish };
        return WriteEventAsync(JsonSerializer.Serialize(new { id = "c", @object = "chat.completion.chunk", model,
            choices = new[] { choice } }, Plain));
    }

    private async Task WriteEventAsync(string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
