namespace Eval.Harness.TestResults;

/// <summary>
/// The one rule, whatever the language and the runner, by which a run of tests is doubted: it reported tests, it came to its end, and each
/// exit code says what its results say. A test that is reported twice keeps its failure, and one that is missing fails; neither needs a
/// doubt.
/// </summary>
internal static class RunDoubt
{
    /// <summary>Returns why what was reported cannot be all, or not the runner's own; null where there is no such sign.</summary>
    /// <param name="report">What the runner reported.</param>
    /// <param name="exitCode">What the test command ended with.</param>
    /// <param name="lastLine">The last line that it printed.</param>
    public static string? Find(TestReport report, int? exitCode, string lastLine) => report switch
    {
        { Tests.Count: 0 } => $"no test was run (exit code {exitCode}): {lastLine}",
        { IsWhole: false } => $"the run of the tests did not come to its end (exit code {exitCode}): {lastLine}",
        { ExitCode: { } said } when said != exitCode => $"the test command ended with exit code {exitCode}, its runner with {said}",
        _ => report.Processes.Select(process => Contradiction($"the process of {process.Name}", process.ExitCode, process.HasFailed))
            .Prepend(Contradiction("the test command", exitCode, report.HasFailed))
            .FirstOrDefault(contradiction => contradiction is not null),
    };

    /// <summary>
    /// A runner that fails without a test that did has not reported all: it was ended early, or somebody else wrote its results. One that
    /// ends well although a test failed had its exit code from somebody else.
    /// </summary>
    private static string? Contradiction(string what, int? exitCode, bool hasFailed) => (exitCode, hasFailed) switch
    {
        (0, true) => $"{what} ended with exit code 0 although tests failed",
        (not 0, false) => $"{what} ended with exit code {exitCode} and no test that failed",
        _ => null,
    };
}
