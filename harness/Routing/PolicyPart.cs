using Eval.Harness.Models;

namespace Eval.Harness.Routing;

/// <summary>What a part of a policy came to; either an answer or a failure.</summary>
/// <param name="Took">The time until it was there.</param>
internal sealed record PolicyPart<TAnswer>(TimeSpan Took)
{
    public CallAnswer<TAnswer>? Answer { get; init; }

    /// <summary>The number of the call whose answer it is.</summary>
    public int Call { get; init; }

    public ModelCallException? Failure { get; init; }

    /// <summary>When the call began whose answer it is.</summary>
    public TimeSpan Before { get; init; }

    public bool IsBuffered { get; init; }

    /// <summary>Returns it as it is when something else came first.</summary>
    public PolicyPart<TAnswer> After(TimeSpan time) => this with { Took = time + Took, Before = time + Before };
}
