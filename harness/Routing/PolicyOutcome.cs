using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Routing;

/// <summary>What a policy came to for a request.</summary>
internal sealed record PolicyOutcome<TAnswer>
{
    /// <summary>The answer that is served; null when there is none.</summary>
    public CallAnswer<TAnswer>? Answer { get; init; }

    /// <summary>Why there is none.</summary>
    public ModelCallException? Failure { get; init; }

    /// <summary>The time of all that was waited for, one after the other: failures, answers that were not accepted, verifying.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>When the call began whose answer is served.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>Whether nothing could be shown before all was done: a verdict was waited for, or two calls raced.</summary>
    public bool IsBuffered { get; init; }

    /// <summary>The time to the first token that a user could see; null when unknown.</summary>
    public TimeSpan? FirstContent => Answer is null ? null : IsBuffered ? Latency : Before + Answer.FirstContent;

    public required PolicyPath Path { get; init; }
}
