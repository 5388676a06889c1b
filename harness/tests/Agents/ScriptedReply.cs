using System.Text;

namespace Eval.Harness.Tests.Agents;

/// <summary>What the scripted endpoint does when it is asked: a reply that it streams, or a fault. A text alone is a reply.</summary>
internal sealed record ScriptedReply
{
    /// <summary>The visible text.</summary>
    public string? Text { get; init; }

    /// <summary>What the model thinks before, in a field of its own.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Why the reply ended; null for a stream that does not say.</summary>
    public string? FinishReason { get; init; } = "stop";

    /// <summary>The arguments of a call of a tool named <c>bash</c>; null for none.</summary>
    public string? ToolCall { get; init; }

    /// <summary>The tokens that the request is said to have had.</summary>
    public int InputTokens { get; init; } = 100;

    public int Status { get; init; } = 200;

    /// <summary>What is sent instead of a stream of <see cref="Text"/>, as it is.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The seconds after which the endpoint wants to be asked again.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The share of the text after which the connection breaks; 0: before any byte. Null: never.</summary>
    public double? BreakAt { get; init; }

    /// <summary>The pause between two pieces of the text.</summary>
    public TimeSpan Pause { get; init; }

    public static implicit operator ScriptedReply(string text) => new() { Text = text };

    /// <summary>A refusal, or an error in a response of status 200.</summary>
    public static ScriptedReply Refusal(int status, string body) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>Sends text as the body of a response of status 200.</summary>
    public static ScriptedReply Raw(string contentType, string body) =>
        new() { ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>
    /// Streams a reply whose JSON string is written by hand, for what no serializer writes; each of its characters is one byte.
    /// </summary>
    public static ScriptedReply StreamOf(string jsonString) => new()
    {
        ContentType = "text/event-stream",
        Body = Encoding.Latin1.GetBytes(
            $$"""data: {"choices":[{"index":0,"delta":{"content":"{{jsonString}}"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"),
    };
}
