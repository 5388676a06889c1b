using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>
/// What one server-sent event held. <see cref="At"/> was taken when its last byte had been read, before anything was made of it.
/// </summary>
internal readonly record struct StreamEvent(long At)
{
    public string? Text { get; init; }

    public string? Reasoning { get; init; }

    public bool HasToolCall { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>What a gateway says that the model's own endpoint gave as the reason.</summary>
    public string? NativeFinishReason { get; init; }

    public string? Model { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>Whether a simulated model says that it is one.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>An error that stands where an answer should.</summary>
    public EndpointError? Error { get; init; }

    public bool IsDone { get; init; }

    /// <summary>Whether it is a piece of an answer; else it is a whole one, or says something about it.</summary>
    public bool IsPiece { get; init; }

    /// <summary>Not JSON, or JSON of another shape: passed over, because throwing would lose the rest of the answer.</summary>
    public bool IsMalformed { get; init; }
}
