using Eval.Harness.Issues;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Tests.Issues;

public sealed class IssueTestRunTests
{
    [Theory]
    [InlineData("● Validation Error:\n\n  The environment x cannot be found. Install it.\n\n  Help: https://example.com\n",
        "The environment x cannot be found. Install it.")]
    [InlineData("> test\n\n✖ ERROR: Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x'\n    at resolve (node:internal)\n",
        "✖ ERROR: Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x'")]
    [InlineData("\u001b[31mCannot find dependency 'x'\u001b[39m\n", "Cannot find dependency 'x'")]
    [InlineData("sh: 1: x: not found\n", "sh: 1: x: not found")]
    [InlineData("nothing to do\nbye\n\n", "bye")]
    [InlineData("", "")]
    public void Of_a_run_without_tests_it_is_told_what_it_failed_at(string output, string reason)
    {
        var run = new IssueTestRun(new CommandResult { ExitCode = 1, Output = output }, null);

        Assert.Equal($"none of the listed tests was run (exit code 1): {reason}", run.NothingRun());
    }
}
