namespace Eval.Results.Records;

/// <summary>
/// What became of an attempt. The first group is about the answer; the last three are about the infrastructure and never count as a wrong
/// answer.
/// </summary>
public enum Verdict
{
    /// <summary>All tests passed.</summary>
    Passed,

    /// <summary>A test's assertion failed.</summary>
    Failed,

    /// <summary>The answer did not compile.</summary>
    CompileError,

    /// <summary>The answer threw, crashed or left before the tests ended.</summary>
    RuntimeError,

    /// <summary>The answer used up its time.</summary>
    Timeout,

    /// <summary>The answer used up its memory.</summary>
    OutOfMemory,

    /// <summary>The answer returned, or wrote to a file, more than allowed; the tests of an issue printed more.</summary>
    OutputLimit,

    /// <summary>The reply holds no code.</summary>
    NoCode,

    /// <summary>The reply was cut at the token limit and does not pass.</summary>
    Truncated,

    /// <summary>The model declined.</summary>
    Refused,

    /// <summary>The patch does not apply.</summary>
    PatchRejected,

    /// <summary>The patch applies and the issue is not resolved.</summary>
    Unresolved,

    /// <summary>The endpoint failed after all retries.</summary>
    ProviderError,

    /// <summary>The sandbox failed.</summary>
    SandboxError,

    /// <summary>Never asked: budget spent or run cancelled.</summary>
    Skipped,
}
