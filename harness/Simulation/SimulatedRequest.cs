using System.Text.Json;

namespace Eval.Harness.Simulation;

/// <summary>What of a chat request the simulation heeds.</summary>
internal sealed record SimulatedRequest
{
    public required string Model { get; init; }

    public required string LastMessage { get; init; }

    /// <summary>The first message of a user, which an agent's task stands in.</summary>
    public required string FirstUserMessage { get; init; }

    /// <summary>How often the model has answered before.</summary>
    public required int Turn { get; init; }

    public required int InputChars { get; init; }

    public bool IsStreamed { get; init; }

    public bool WantsUsage { get; init; }

    public int? MaxTokens { get; init; }

    public long? Seed { get; init; }

    /// <exception cref="FormatException">The request is not what the protocol wants; the message says where.</exception>
    public static SimulatedRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model)
            || model.ValueKind != JsonValueKind.String)
        {
            throw new FormatException("'model' must be a string.");
        }

        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array
            || messages.GetArrayLength() == 0)
        {
            throw new FormatException("'messages' must be a non-empty array.");
        }

        if (Number(root, "n") is > 1)
        {
            throw new FormatException("'n' above 1 is not supported.");
        }

        var texts = messages.EnumerateArray().Select(Content).ToList();
        return new SimulatedRequest
        {
            Model = model.GetString()!,
            LastMessage = texts[^1],
            FirstUserMessage = messages.EnumerateArray().Zip(texts).FirstOrDefault(message => Role(message.First) == "user")
                .Second ?? texts[^1],
            Turn = messages.EnumerateArray().Count(message => Role(message) == "assistant"),
            InputChars = texts.Sum(text => text.Length),
            IsStreamed = root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            WantsUsage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
                && options.TryGetProperty("include_usage", out var usage) && usage.ValueKind == JsonValueKind.True,
            MaxTokens = (int?)(Number(root, "max_completion_tokens") ?? Number(root, "max_tokens")),
            Seed = Number(root, "seed"),
        };
    }

    private static string? Role(JsonElement message) =>
        message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String ? role.GetString() : null;

    private static string Content(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var content)
            && content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : throw new FormatException("each message needs a 'content' that is a string.");

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number : null;
}
