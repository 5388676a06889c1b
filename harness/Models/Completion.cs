using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>A reply that arrived whole.</summary>
internal sealed record Completion
{
    /// <summary>The visible text.</summary>
    public required string Text { get; init; }

    /// <summary>What the endpoint streamed as reasoning, apart from the text.</summary>
    public string? Reasoning { get; init; }

    /// <summary>As received: <c>stop</c>, <c>length</c>, <c>content_filter</c>, …; null when the stream ended with [DONE] alone.</summary>
    public string? FinishReason { get; init; }

    public string? ServedModel { get; init; }

    /// <summary>Whether the reply says that a simulated model wrote it, whoever passed it on.</summary>
    public bool IsSimulated { get; init; }

    public required Usage Usage { get; init; }

    public required Timing Timing { get; init; }

    /// <summary>Tries that failed before this one.</summary>
    public int Retries { get; init; }

    /// <summary>The usage of failed tries that the provider will bill all the same.</summary>
    public IReadOnlyList<Usage> BilledFailures { get; init; } = [];

    /// <summary>The calls of the policy that answered; null where a model was asked itself.</summary>
    public PolicyPath? Path { get; init; }

    /// <summary>Whether the reply was read from a record or an earlier run; its times are the original ones.</summary>
    public bool IsCached { get; init; }
}
