using System.Text.Json;
using Eval.Harness.Simulation;

namespace Eval.Harness.Models;

/// <summary>Reads the data of one event. Tolerant by purpose: endpoints leave out ids, send nulls and invent finish reasons.</summary>
internal static class StreamEventParser
{
    public static StreamEvent Parse(long at, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            return new StreamEvent(at) { IsDone = true };
        }

        try
        {
            var reader = new Utf8JsonReader(data);
            using var json = JsonDocument.ParseValue(ref reader);
            return Read(at, json.RootElement);
        }
        catch (JsonException)
        {
            return new StreamEvent(at) { IsMalformed = true };
        }
    }

    /// <summary>Reads a chunk, or a whole reply where an endpoint does not stream.</summary>
    public static StreamEvent Read(long at, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && EndpointError.Read(root) is { } listed)
        {
            return new StreamEvent(at) { Error = listed };
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return new StreamEvent(at) { IsMalformed = true };
        }

        if (IsError(root))
        {
            var error = EndpointError.Read(root) ?? new EndpointError { Message = "an error without a word", IsJson = true };
            return new StreamEvent(at) { Error = error };
        }

        var result = new StreamEvent(at)
        {
            Model = Text(root, "model"),
            Usage = UsageReader.Find(root),
            IsSimulated = Is(root, "system_fingerprint", ProviderSpec.SimulatedFingerprint),
        };
        if (!root.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return result;
        }

        var choice = choices[0];
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return result;
        }

        result = result with { FinishReason = Text(choice, "finish_reason"), NativeFinishReason = Text(choice, "native_finish_reason") };
        var isPiece = choice.TryGetProperty("delta", out var delta) && delta.ValueKind == JsonValueKind.Object;
        result = result with { IsPiece = isPiece };
        var hasDelta = isPiece || (choice.TryGetProperty("message", out delta) && delta.ValueKind == JsonValueKind.Object);
        return hasDelta
            ? result with
            {
                Text = Content(delta) ?? Text(delta, "refusal"),
                Reasoning = Text(delta, "reasoning_content") ?? Text(delta, "reasoning"),
                HasToolCall = delta.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array
                    && calls.GetArrayLength() > 0,
            }
            : result with { Text = Text(choice, "text") };
    }

    /// <summary>Errors come as an object of that name, as a whole that is called one, or as a sentence where choices should be.</summary>
    private static bool IsError(JsonElement root) =>
        (root.TryGetProperty("error", out var error)
            && error.ValueKind is JsonValueKind.Object or JsonValueKind.String or JsonValueKind.Array
                && (error.ValueKind != JsonValueKind.String || JsonText.From(error).Length > 0))
        || Is(root, "object", "error") || Is(root, "type", "error")
        || (!Has(root, "choices") && (IsFailedStatus(root)
            || (!Has(root, "usage") && (Has(root, "errors") ? EndpointError.Read(root) is not null
                : (Text(root, "message") ?? Text(root, "detail") ?? Text(root, "msg") ?? Text(root, "error_msg")) is { Length: > 0 }))));

    /// <summary>Whether there is a status beside the answer, as MiniMax sends one, and it says that there is none.</summary>
    private static bool IsFailedStatus(JsonElement root) =>
        root.TryGetProperty("base_resp", out var status) && status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty("status_code", out var code) && code.ValueKind == JsonValueKind.Number && code.GetRawText() != "0";

    private static bool Has(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Content is text, or parts of which the texts count.</summary>
    private static string? Content(JsonElement delta)
    {
        if (!delta.TryGetProperty("content", out var content))
        {
            return null;
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => JsonText.From(content),
            JsonValueKind.Array => string.Concat(content.EnumerateArray()
                .Select(part => part.ValueKind == JsonValueKind.Object ? Text(part, "text") : null)),
            _ => null,
        };
    }

    private static bool Is(JsonElement element, string name, string text) =>
        element.TryGetProperty(name, out var value) && JsonText.Is(value, text);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.From(value) : null;
}
