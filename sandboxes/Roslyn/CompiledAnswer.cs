namespace Eval.Sandboxes.Roslyn;

/// <summary>What the compiler made of an answer and its driver.</summary>
/// <param name="Assembly">The assembly; null when there is none.</param>
/// <param name="Refused">The result of an answer without one.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record CompiledAnswer(byte[]? Assembly, ExecutionResult? Refused, TimeSpan Duration);
