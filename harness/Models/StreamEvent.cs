using Eval.Reports.Records;

namespace Eval.Harness.Models;

/// <summary>What one server-sent event held. <see cref="At"/> was taken when its last byte had been read, before anything was made of it.</summary>
internal readonly record struct StreamEvent(long At)
{
    public string? Text { get; init; }

    public string? Reasoning { get; init; }

    public bool HasToolCall { get; init; }

    public string? FinishReason { get; init; }

    public string? Model { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>Whether a simulated model says that it is one.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The message of an error object inside a stream that began well.</summary>
    public string? Error { get; init; }

    public bool IsDone { get; init; }

    /// <summary>Not JSON, or JSON of another shape: passed over, because throwing would lose the rest of the answer.</summary>
    public bool IsMalformed { get; init; }
}
