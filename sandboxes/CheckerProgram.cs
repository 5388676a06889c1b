namespace Eval.Sandboxes;

/// <summary>The tests of a task, compiled against stand-ins, which run in a process of their own and call an answer in another.</summary>
public sealed class CheckerProgram
{
    internal CheckerProgram(byte[] assembly, bool leavesNoTrace)
    {
        Assembly = assembly;
        LeavesNoTrace = leavesNoTrace;
    }

    internal byte[] Assembly { get; }

    /// <summary>Whether a process in which these tests have run is as it was before, so that others may run in it.</summary>
    internal bool LeavesNoTrace { get; }
}
