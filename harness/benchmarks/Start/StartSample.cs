namespace Eval.Benchmarks.Start;

/// <summary>What one start took.</summary>
/// <param name="Cpu">User and system time of the program and of what it started and waited for.</param>
/// <param name="Wall">From start to end.</param>
/// <param name="FirstCall">From start to the first call of a model; null where none was asked.</param>
internal sealed record StartSample(TimeSpan Cpu, TimeSpan Wall, TimeSpan? FirstCall);
