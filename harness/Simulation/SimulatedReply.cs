namespace Eval.Harness.Simulation;

/// <summary>What a simulated model is going to say.</summary>
/// <param name="Text">The visible reply.</param>
/// <param name="Reasoning">What it thinks before; empty for models that do not.</param>
/// <param name="IsMeantRight">Whether it set out to answer rightly; the verdict is the sandbox's alone.</param>
internal sealed record SimulatedReply(string Text, string Reasoning, bool IsMeantRight)
{
    /// <summary>Whether it stops in the middle, as at a token limit.</summary>
    public bool IsCut { get; init; }
}
