using System.Text.Json;

namespace Eval.Datasets;

/// <summary>A model's answers to a task, as one record of a file holds them.</summary>
internal sealed record AnswerRecord
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required string Model { get; init; }

    public required string TaskId { get; init; }

    /// <summary>The number of the answer; null where the order in the file numbers them.</summary>
    public int? Sample { get; init; }

    public required IReadOnlyList<AnswerText> Texts { get; init; }

    /// <summary>The record as it stands; null where there is none of its own.</summary>
    public JsonElement? Record { get; init; }
}
