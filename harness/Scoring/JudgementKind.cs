namespace Eval.Harness.Scoring;

internal enum JudgementKind
{
    Passed,

    /// <summary>A test failed, or the program threw.</summary>
    Failed,

    CompileError,

    Timeout,

    /// <summary>The sandbox could not run the program: nothing is known about it.</summary>
    SandboxError,
}
