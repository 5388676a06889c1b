using Eval.Datasets;
using Eval.Harness.Scoring;

namespace Eval.Harness.Tests.Scoring;

public sealed class XunitDriverTests
{
    [Fact]
    public void What_is_skipped_or_only_run_when_named_is_no_check()
    {
        const string Tests = """
            using Xunit;
            public class T
            {
                [Fact] public void Runs() => Assert.True(true);
                [Fact(Skip = null)] public void RunsToo() => Assert.True(true);
                [Fact(Skip = "later")] public void Skipped() => Assert.True(false);
                [Xunit.FactAttribute(DisplayName = "n", Skip = Reason)] public void SkippedToo() => Assert.True(false);
                [Fact(Explicit = true)] public void OnlyWhenNamed() => Assert.True(false);
                [Theory, InlineData(1, DisplayName = "one"), InlineData(2, Skip = "later")] public void Rows(int n) => Assert.Equal(1, n);
                [Theory(Skip = "later"), InlineData(1)] public void SkippedRows(int n) => Assert.Equal(2, n);
                private const string Reason = "later";
            }
            """;
        var task = new FunctionTask
        {
            Id = "t", Dataset = "d", Language = "csharp", Class = "completion", Prompt = "p",
            Tests = new ProgramTests { Code = Tests, Style = ProgramTestStyle.Xunit },
        };

        var driver = XunitDriver.Create(task, Tests, []);

        Assert.Equal(["Runs()", "RunsToo()", "Rows(1)"], driver.Checks.Select(check => check.Text));
        Assert.DoesNotContain("Skip =", driver.TestSource, StringComparison.Ordinal);
    }
}
