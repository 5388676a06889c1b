namespace Eval.Harness.TestResults;

/// <summary>What became of one test.</summary>
internal enum TestStatus
{
    Passed,
    Failed,
    Error,
    Skipped,

    /// <summary>It failed, as its authors say it must.</summary>
    ExpectedFailure,
}
