namespace Eval.Sandboxes;

/// <summary>The tests of a task, compiled against stand-ins, which run in a process of their own and call an answer in another.</summary>
public sealed class JudgeProgram
{
    internal JudgeProgram(byte[] assembly) => Assembly = assembly;

    internal byte[] Assembly { get; }
}
