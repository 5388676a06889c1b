using Eval.Harness.TestResults;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.TestResults;

public sealed class TestResultReaderTests
{
    private const string Trx =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
        <UnitTestResult testName="N.C.B(a: 1, s: &quot;x y&quot;)" outcome="Failed"><Output><ErrorInfo><Message>&lt;UnitTestResult testName="N.C.Forged" outcome="Passed" /&gt;</Message></ErrorInfo></Output></UnitTestResult>
        <UnitTestResult testName="N.C.A" outcome="Passed" />
        <UnitTestResult testName="N.C.S" outcome="NotExecuted" />
        <UnitTestResult testName="N.C.T" outcome="Timeout" />
        </Results></TestRun>
        """;

    [Fact]
    public void Trx_tells_each_test_and_printed_forgeries_are_none()
    {
        var seen = TestResultReader.Read(TestResultFormat.Trx, Trx);

        Assert.Equal(
            new Dictionary<string, TestStatus> { ["N.C.B(a: 1, s: \"x y\")"] = TestStatus.Failed, ["N.C.A"] = TestStatus.Passed, ["N.C.S"] = TestStatus.Skipped, ["N.C.T"] = TestStatus.Error },
            seen);
    }

    [Fact]
    public void Several_documents_are_several_projects_and_a_cut_one_counts_up_to_its_end()
    {
        var second = Trx.Replace("N.C.", "M.", StringComparison.Ordinal);

        var seen = TestResultReader.Read(TestResultFormat.Trx, "\uFEFF" + Trx + "\uFEFF" + second[..second.IndexOf("<UnitTestResult testName=\"M.S\"", StringComparison.Ordinal)]);

        Assert.Equal(TestStatus.Passed, seen["M.A"]);
        Assert.Equal(6, seen.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<?xml")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><UnitTestResult testName=\"&a;\" outcome=\"Passed\"/>")]
    [InlineData("{\"test\": \"\\ud800\", \"status\": \"passed\"}\n{\"test\"")]
    [InlineData("{\"test\": 1, \"status\": []}\n[]\n{\"status\": \"passed\"}")]
    public void No_text_is_too_broken_to_read(string text)
    {
        foreach (var format in Enum.GetValues<TestResultFormat>())
        {
            Assert.DoesNotContain(TestStatus.Passed, TestResultReader.Read(format, text).Values);
        }
    }

    [Fact]
    public void Lines_are_read_and_a_later_pass_does_not_hide_a_failure()
    {
        var seen = TestResultReader.Read(TestResultFormat.Lines, "noise\n{\"test\": \"a\", \"status\": \"failed\"}\r\n{\"test\": \"a\", \"status\": \"passed\"}\n{\"test\": \"b\", \"status\": \"xfail\"}\n{\"test\": \"c\", \"status\": \"great\"}");

        Assert.Equal(new Dictionary<string, TestStatus> { ["a"] = TestStatus.Failed, ["b"] = TestStatus.ExpectedFailure }, seen);
    }

    [Fact]
    public void A_form_that_is_not_known_is_a_sentence()
    {
        Assert.Equal(TestResultFormat.Trx, TestResultReader.FormatOf("trx"));
        Assert.Contains("no form of results; there are lines, trx", Assert.Throws<SandboxUnavailableException>(() => TestResultReader.FormatOf("tap")).Message, StringComparison.Ordinal);
    }
}
