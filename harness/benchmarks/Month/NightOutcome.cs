namespace Eval.Benchmarks.Month;

/// <summary>What the program did and said in a night, in the order of its starts.</summary>
/// <param name="ExitCodes">The exit code of each start.</param>
/// <param name="Said">What all of them printed.</param>
/// <param name="NotTried">Why the event could not be brought about here; null where it was.</param>
internal sealed record NightOutcome(IReadOnlyList<int> ExitCodes, string Said, string? NotTried = null);
