using System.Text.Json;
using Eval.Harness.Models;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Simulation;

/// <summary>Sends one reply at the profile's pace, with the profile's failures.</summary>
internal sealed class SimulatedStream(HttpContext context, SimulatedProfile profile, SimulatedRequest request, SimulatedReply reply,
    Draw draw)
{
    private const int CharsPerToken = 4;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly string _id = $"chatcmpl-{draw.Below("id", int.MaxValue):x8}";
    private CancellationToken Gone => context.RequestAborted;

    public async Task WriteAsync()
    {
        var fate = draw.Uniform("fate");
        if (fate < profile.RateLimitRate)
        {
            context.Response.Headers.RetryAfter = "1";
            await SimulatedServer.ErrorAsync(context, 429, "rate_limit_exceeded", "Rate limit reached; try again later.");
            return;
        }

        if (fate < profile.RateLimitRate + profile.ServerErrorRate)
        {
            await SimulatedServer.ErrorAsync(context, draw.Uniform("status") < 0.5 ? 500 : 503, "server_error", "The server had an error.");
            return;
        }

        var breaks = fate > 1 - profile.BrokenStreamRate;
        var (text, finish) = Limited();
        await Task.Delay(TimeSpan.FromMilliseconds(draw.LogNormal("ttft", profile.TtftMedianMs, profile.TtftSigma)), Gone);
        if (!request.IsStreamed)
        {
            await context.Response.WriteAsJsonAsync(
                new { id = _id, @object = "chat.completion", model = Served, system_fingerprint = ProviderSpec.SimulatedFingerprint,
                    choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = finish } },
                    usage = Usage(text) }, Gone);
            return;
        }

        await StreamAsync(text, finish, breaks);
    }

    private string Served => profile.Served;

    /// <summary>Returns the text up to the token limit and how it ends.</summary>
    private (string Text, string Finish) Limited()
    {
        var budget = request.MaxTokens is { } tokens ? Math.Max(0, tokens * CharsPerToken - reply.Reasoning.Length) : int.MaxValue;
        return reply.Text.Length > budget ? (reply.Text[..budget], "length") : (reply.Text, reply.IsCut ? "length" : "stop");
    }

    private async Task StreamAsync(string text, string finish, bool breaks)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(new { role = "assistant", content = "" });
        await context.Response.WriteAsync(": ping\n\n", Gone);
        if (reply.Reasoning.Length > 0)
        {
            await PaceAsync(reply.Reasoning, part => new { reasoning_content = part });
        }

        await PaceAsync(breaks ? text[..(text.Length / 2)] : text, part => new { content = part });
        if (breaks)
        {
            await BreakAsync();
            return;
        }

        await SendAsync(new { }, finish);
        if (request.WantsUsage)
        {
            await WriteEventAsync(JsonSerializer.Serialize(new { id = _id, @object = "chat.completion.chunk", model = Served,
                system_fingerprint = ProviderSpec.SimulatedFingerprint, choices = Array.Empty<object>(), usage = Usage(text) }));
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", Gone);
    }

    /// <summary>Sends a text in pieces so that it keeps the profile's rate on average, whatever the timer's grain.</summary>
    private async Task PaceAsync(string text, Func<string, object> delta)
    {
        var start = TimeProvider.System.GetTimestamp();
        var sent = 0;
        while (sent < text.Length)
        {
            var due = (int)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * profile.TokensPerSecond * CharsPerToken)
                + CharsPerToken;
            var end = Math.Min(text.Length, Math.Max(due, sent + CharsPerToken));
            if (char.IsHighSurrogate(text[end - 1]) && end < text.Length)
            {
                end++;
            }

            await SendAsync(delta(text[sent..end]));
            sent = end;
            if (sent < text.Length)
            {
                await Task.Delay(Step, Gone);
            }
        }
    }

    private async Task BreakAsync()
    {
        if (draw.Uniform("break") < 0.5)
        {
            context.Abort();
            return;
        }

        await WriteEventAsync(JsonSerializer.Serialize(
            new { error = new { message = "The server had an error while processing your request.", type = "server_error" } }));
    }

    private Task SendAsync(object delta, string? finish = null) => WriteEventAsync(JsonSerializer.Serialize(
        new { id = _id, @object = "chat.completion.chunk", model = Served, system_fingerprint = ProviderSpec.SimulatedFingerprint,
            choices = new[] { new { index = 0, delta, finish_reason = finish } } }));

    private async Task WriteEventAsync(string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", Gone);
        await context.Response.Body.FlushAsync(Gone);
    }

    private object Usage(string text)
    {
        var prompt = request.InputChars / CharsPerToken + 8;
        var reasoning = reply.Reasoning.Length / CharsPerToken;
        var completion = (text.Length + CharsPerToken - 1) / CharsPerToken + reasoning;
        return new
        {
            prompt_tokens = prompt,
            completion_tokens = completion,
            total_tokens = prompt + completion,
            prompt_tokens_details = new { cached_tokens = draw.Uniform("cached") < 0.3 ? prompt / 2 : 0 },
            completion_tokens_details = new { reasoning_tokens = reasoning },
        };
    }
}
