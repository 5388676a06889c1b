using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>A line of a record: the keys of a request and what was answered, or why it was refused. Holds no secret.</summary>
internal sealed record RecordedReply
{
    public required string RequestHash { get; init; }

    /// <summary>The key without what a conversation was told in between; null where the model had not said anything yet.</summary>
    public string? ConversationHash { get; init; }

    public required int Sample { get; init; }

    /// <summary>Why the endpoint refused this prompt, which ends an attempt as an answer does; null where it answered.</summary>
    public RecordedRefusal? Refusal { get; init; }

    public required string Text { get; init; }

    public string? Reasoning { get; init; }

    public string? FinishReason { get; init; }

    public string? ServedModel { get; init; }

    public bool IsSimulated { get; init; }

    public required Usage Usage { get; init; }

    /// <summary>Null for a refusal.</summary>
    public required Timing? Timing { get; init; }

    public int Retries { get; init; }

    /// <summary>The calls of a policy; null where a model was asked itself.</summary>
    public string? Calls { get; init; }

    public static string FileName(ModelSpec model) =>
        string.Concat(model.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_')) + ".jsonl";
}
