namespace Eval.Sandboxes.Compiler.Frames;

/// <summary>What a compilation is asked for beside its files.</summary>
/// <param name="SharesProcess">Whether assertions are decided in the answer's own process, so that the answer must not reach what
/// decides.</param>
/// <param name="AskedTypes">The names of the types that the task asks for: only their operators have a say in what tests find
/// equal.</param>
internal sealed record CompileOptions(bool SharesProcess, IReadOnlyList<string> AskedTypes);
