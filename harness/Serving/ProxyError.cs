using System.Globalization;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>Says what went wrong in the form that OpenAI's clients read.</summary>
internal static class ProxyError
{
    public static Task WriteAsync(HttpContext context, int status, string code, string message, string type = "invalid_request_error",
        string? param = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = new { message, type, param, code } }),
            context.RequestAborted).AsTask();
    }

    /// <summary>Passes on what the last endpoint refused with; where none answered says so. Nothing of it holds a key.</summary>
    public static Task WriteAsync(HttpContext context, ModelCallException failure)
    {
        if (failure.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (failure is not { Status: >= 400 and < 600 and var status })
        {
            var isLate = failure.Break == CallBreak.Timeout;
            return WriteAsync(context, isLate ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
                isLate ? "upstream_timeout" : "upstream_failed", failure.Message, "upstream_error");
        }

        if (!IsObject(failure.Body))
        {
            return WriteAsync(context, status, "upstream_refused", failure.Message, "upstream_error");
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(failure.Body!), context.RequestAborted).AsTask();
    }

    private static bool IsObject(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
