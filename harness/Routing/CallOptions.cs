namespace Eval.Harness.Routing;

/// <summary>How a policy wants a call to be made.</summary>
internal sealed record CallOptions
{
    public static readonly CallOptions Usual = new();

    /// <summary>Whether the policy itself sees to what happens after a failure, so that the call is tried once.</summary>
    public bool IsTriedOnce { get; init; }

    /// <summary>How long the answer may take to begin; null: as long as the endpoint is usually given.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>Whether nothing of the answer may be shown before all of it is there.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The number of this answer among several of the same model to the same request, from 0.</summary>
    public int Repeat { get; init; }
}
