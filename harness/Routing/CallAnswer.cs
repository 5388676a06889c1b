using Eval.Results.Records;

namespace Eval.Harness.Routing;

/// <summary>An answer, with what a policy has to know of it.</summary>
/// <param name="Answer">The answer as whoever asked needs it.</param>
internal sealed record CallAnswer<TAnswer>(TAnswer Answer)
{
    /// <summary>Until all of it was there; of an answer that is still being streamed, until it began.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>The model's own time to first token; null when unknown.</summary>
    public TimeSpan? FirstContent { get; init; }

    public Usage Usage { get; init; } = new();

    /// <summary>Billed tries that failed included; null when price or tokens are unknown.</summary>
    public decimal? CostUsd { get; init; }
}
