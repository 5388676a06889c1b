using Eval.Harness.TestResults;

namespace Eval.Harness.Tests.TestResults;

public sealed class RunDoubtTests
{
    [Theory]
    [InlineData("pass", 0, null)]
    [InlineData("pass fail", 1, null)]
    [InlineData("pass xfail skip", 0, null)]
    [InlineData("fail pass", 2, null)]
    [InlineData("", 0, "no test was run (exit code 0): last")]
    [InlineData("pass", 1, "the test command ended with exit code 1 and no test that failed")]
    [InlineData("pass xfail", 137, "the test command ended with exit code 137 and no test that failed")]
    [InlineData("pass fail", 0, "the test command ended with exit code 0 although tests failed")]
    [InlineData("error", 0, "the test command ended with exit code 0 although tests failed")]
    // Of a test that is reported twice the failure counts.
    [InlineData("fail again", 0, "the test command ended with exit code 0 although tests failed")]
    [InlineData("again fail", 1, null)]
    public void An_exit_code_must_say_what_the_results_say(string reported, int exitCode, string? doubt) =>
        Assert.Equal(doubt, RunDoubt.Find(Report(reported), exitCode, "last"));

    [Fact]
    public void A_run_that_did_not_come_to_its_end_or_ended_otherwise_than_its_runner_said_is_doubted()
    {
        Assert.Equal("the run of the tests did not come to its end (exit code 0): last",
            RunDoubt.Find(Report("pass") with { IsWhole = false }, 0, "last"));
        Assert.Equal("the test command ended with exit code 0, its runner with 1",
            RunDoubt.Find(Report("pass fail") with { ExitCode = 1 }, 0, "last"));
    }

    [Theory]
    [InlineData(1, true, null)]
    [InlineData(0, false, null)]
    [InlineData(0, true, "the process of a.test.js ended with exit code 0 although tests failed")]
    [InlineData(1, false, "the process of a.test.js ended with exit code 1 and no test that failed")]
    public void Each_process_of_a_run_is_held_to_the_same(int exitCode, bool hasFailed, string? doubt)
    {
        var report = Report("pass fail") with { Processes = [new RunnerProcess("b.test.js", 1, true),
            new RunnerProcess("a.test.js", exitCode, hasFailed)] };

        Assert.Equal(doubt, RunDoubt.Find(report, 1, "last"));
    }

    private static TestReport Report(string reported) => new()
    {
        IsWhole = true,
        Reported =
        [
            .. reported.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => word switch
            {
                "fail" => new ReportedTest(["twice"], TestStatus.Failed),
                "again" => new ReportedTest(["twice"], TestStatus.Passed),
                "error" => new ReportedTest([$"{i}"], TestStatus.Error),
                "xfail" => new ReportedTest([$"{i}"], TestStatus.ExpectedFailure),
                "skip" => new ReportedTest([$"{i}"], TestStatus.Skipped),
                _ => new ReportedTest([$"{i}"], TestStatus.Passed),
            }),
        ],
    };
}
