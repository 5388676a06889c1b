namespace Eval.Harness.TestResults;

/// <summary>What a runner reported once.</summary>
/// <param name="Names">The names by which the test is known; one in nearly all cases.</param>
/// <param name="Status">How it came out.</param>
internal sealed record ReportedTest(IReadOnlyList<string> Names, TestStatus Status)
{
    public bool IsFailed => Status is TestStatus.Failed or TestStatus.Error;
}
