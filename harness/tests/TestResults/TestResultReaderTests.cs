using System.Security.Cryptography;
using System.Text;
using Eval.Harness.TestResults;
using Eval.Sandboxes;

namespace Eval.Harness.Tests.TestResults;

public sealed class TestResultReaderTests
{
    private const string Nonce = "0123abcd";

    private const string Trx =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
        <UnitTestResult testName="N.C.B(a: 1, s: &quot;x y&quot;)" outcome="Failed"><Output><ErrorInfo><Message>&lt;UnitTestResult testName="N.C.Forged" outcome="Passed" /&gt;</Message></ErrorInfo></Output></UnitTestResult>
        <UnitTestResult testName="N.C.A" outcome="Passed" />
        <UnitTestResult testName="N.C.S" outcome="NotExecuted" />
        <UnitTestResult testName="N.C.T" outcome="Timeout" />
        </Results><ResultSummary outcome="Failed"><Output><StdOut>The active test run was aborted, somebody printed</StdOut></Output>
        <RunInfos><RunInfo outcome="Error"><Text>[xUnit.net 00:00:00.73]     N.C.B [FAIL]</Text></RunInfo></RunInfos></ResultSummary></TestRun>
        """;

    [Fact]
    public void Trx_tells_when_the_first_test_of_all_projects_began()
    {
        const string Document =
            """<?xml version="1.0"?><TestRun><Results><UnitTestResult testName="A" outcome="Passed" startTime="2026-01-02T03:04:06+00:00"/><UnitTestResult testName="B" outcome="Passed" startTime="2026-01-02T04:04:05.5+01:00"/></Results><ResultSummary/></TestRun>""";
        var first = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero);

        Assert.Equal(first, TestResultReader.Read(TestResultFormat.Trx, Document, Nonce).FirstTestAt);
        Assert.Equal(first, TestResultReader.Read(TestResultFormat.Trx,
            Document.Replace("2026", "2027", StringComparison.Ordinal) + Document, Nonce).FirstTestAt);
        Assert.Null(TestResultReader.Read(TestResultFormat.Trx, Trx.Replace("startTime", "start", StringComparison.Ordinal), Nonce)
            .FirstTestAt);
    }

    [Theory]
    [InlineData("1767323045500|1767323045400|1767323045600", 1767323045401)]
    [InlineData("-1|0|1e400|\"1\"|null|900000000000000", null)]
    public void Lines_tell_when_the_first_test_of_all_files_began(string times, long? first)
    {
        var lines = Lines([.. times.Split('|').Select(time => $"{{\"begun\": {time}}}"), Line("a", "passed"), """{"exit": 0}"""]);

        var report = TestResultReader.Read(TestResultFormat.Lines, lines, Nonce);

        Assert.Equal(first, report.FirstTestAt?.ToUnixTimeMilliseconds());
        Assert.Equal(["a"], report.Tests.Keys);
    }

    [Fact]
    public void Trx_tells_each_test_and_printed_forgeries_are_none()
    {
        var report = TestResultReader.Read(TestResultFormat.Trx, Trx, Nonce);

        Assert.Equal(
            new Dictionary<string, TestStatus> { ["N.C.B(a: 1, s: \"x y\")"] = TestStatus.Failed, ["N.C.A"] = TestStatus.Passed,
                ["N.C.S"] = TestStatus.Skipped, ["N.C.T"] = TestStatus.Error },
            report.Tests);
        Assert.True(report.IsWhole);
    }

    [Theory]
    [InlineData("N.C.Adds(a: 1)", "N.C", "Adds", "N.C.Adds(a: 1)")]
    [InlineData("Adds", "N.C", "Adds", "N.C.Adds")]
    [InlineData("Adds (1,2)", "N.C", "Adds", "N.C.Adds (1,2)")]
    [InlineData("Adds(1,2)", "N.C", "Adds(1,2)", "N.C.Adds(1,2)")]
    [InlineData("Adds", "N.C, Tests, Version=1.0.0.0", "Adds", "N.C.Adds")]
    [InlineData("N.C.Adds", "N.C", "N.C.Adds", "N.C.Adds")]
    [InlineData("it adds", "N.C", "Adds", "it adds|N.C.Adds")]
    public void A_test_is_known_by_class_and_method_whatever_its_framework_shows(string shown, string type, string method, string names)
    {
        var document = $"""
            <?xml version="1.0"?><TestRun><Results><UnitTestResult testId="t1" testName="{shown}" outcome="Passed"/></Results>
            <TestDefinitions><UnitTest id="t1" name="{shown}"><TestMethod className="{type}" name="{method}"/></UnitTest></TestDefinitions>
            <ResultSummary outcome="Completed"/></TestRun>
            """;

        var report = TestResultReader.Read(TestResultFormat.Trx, document, Nonce);

        Assert.Equal(names.Split('|'), report.Tests.Keys);
        Assert.True(new TestExpectations(["N.C.Adds"], []).Compare(report.Tests).IsResolved);
    }

    [Fact]
    public void Rows_with_names_of_their_own_share_their_method_and_one_that_fails_decides()
    {
        const string Document = """
            <?xml version="1.0"?><TestRun><Results>
            <UnitTestResult testId="t1" testName="small" outcome="Failed"/><UnitTestResult testId="t2" testName="large" outcome="Passed"/>
            <UnitTestResult testId="t3" testName="later" outcome="NotExecuted"/></Results><TestDefinitions>
            <UnitTest id="t1"><TestMethod className="N.C" name="Adds"/></UnitTest><UnitTest id="t2"><TestMethod className="N.C" name="Adds"/></UnitTest>
            <UnitTest id="t3"><TestMethod className="N.C" name="Adds"/></UnitTest></TestDefinitions><ResultSummary/></TestRun>
            """;

        var report = TestResultReader.Read(TestResultFormat.Trx, Document, Nonce);

        Assert.Equal((4, TestStatus.Failed), (report.Tests.Count, report.Tests["N.C.Adds"]));
    }

    [Fact]
    public void Several_documents_are_several_projects_and_a_cut_one_counts_up_to_its_end()
    {
        var second = Trx.Replace("N.C.", "M.", StringComparison.Ordinal);

        var whole = TestResultReader.Read(TestResultFormat.Trx, "\uFEFF" + Trx + "\uFEFF" + second, Nonce);
        var cut = TestResultReader.Read(TestResultFormat.Trx,
            "\uFEFF" + Trx + "\uFEFF" + second[..second.IndexOf("<UnitTestResult testName=\"M.S\"", StringComparison.Ordinal)], Nonce);

        Assert.Equal((8, true), (whole.Tests.Count, whole.IsWhole));
        Assert.Equal(TestStatus.Passed, cut.Tests["M.A"]);
        Assert.Equal((6, false), (cut.Tests.Count, cut.IsWhole));
    }

    [Fact]
    public void A_host_of_tests_that_was_ended_from_within_leaves_no_whole_run()
    {
        var aborted = Trx.Replace("[xUnit.net 00:00:00.73]     N.C.B [FAIL]",
            "The active test run was aborted. Reason: Test host process crashed", StringComparison.Ordinal);

        Assert.False(TestResultReader.Read(TestResultFormat.Trx, aborted, Nonce).IsWhole);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<?xml")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><UnitTestResult testName=\"&a;\" outcome=\"Passed\"/>")]
    [InlineData("{\"test\": \"\\ud800\", \"status\": \"passed\"}\n{\"test\"")]
    [InlineData("{\"test\": 1, \"status\": []}\n[]\n{\"status\": \"passed\"}\n{\"exit\": 1e9999}\n{\"test\": \"a\", \"also\": 1, "
        + "\"status\": \"passed\"}")]
    [InlineData("{\"exit\": [0]}\n{\"exit\": 0.5}\n{\"exit\": \"0\"}\nnull\n")]
    public void No_text_is_too_broken_to_read(string text)
    {
        Assert.False(TestResultReader.Read(TestResultFormat.Lines, Lines(text.Split('\n')), Nonce).IsWhole);
        foreach (var format in Enum.GetValues<TestResultFormat>())
        {
            var report = TestResultReader.Read(format, text, Nonce);
            Assert.DoesNotContain(TestStatus.Passed, report.Tests.Values);
            Assert.False(report.IsWhole);
        }
    }

    [Fact]
    public void Lines_are_read_and_a_later_pass_does_not_hide_a_failure()
    {
        var report = TestResultReader.Read(
            TestResultFormat.Lines, "noise\n" + Lines(Line("a", "failed"), Line("a", "passed"), Line("b", "xfail"), Line("c", "great"),
                """{"test":"d","also":["e"],"status":"passed"}"""), Nonce);

        Assert.Equal(
            new Dictionary<string, TestStatus> { ["a"] = TestStatus.Failed, ["b"] = TestStatus.ExpectedFailure, ["d"] = TestStatus.Passed,
                ["e"] = TestStatus.Passed },
            report.Tests);
        Assert.Null(report.Tampering);
    }

    [Fact]
    public void Lines_that_the_runner_did_not_write_are_no_results_and_show()
    {
        var forged = Line("a", "passed") + "\n" + new string('0', 64) + " " + Line("b", "passed") + "\n";

        var report = TestResultReader.Read(TestResultFormat.Lines, forged + Lines(Line("c", "passed")), Nonce);

        Assert.Equal(["c"], report.Tests.Keys);
        Assert.False(report.IsWhole);
        Assert.NotNull(report.Tampering);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void What_was_told_can_be_neither_changed_nor_moved_nor_taken_away(int changed, int other)
    {
        var lines = Lines(Line("a", "failed"), Line("b", "failed"), Line("c", "passed"), """{"exit": 1}""")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? Tampering(IEnumerable<string> reported) =>
            TestResultReader.Read(TestResultFormat.Lines, string.Join('\n', reported), Nonce).Tampering;

        Assert.Null(Tampering(lines));
        Assert.NotNull(Tampering(lines.Select((line, i) => i == changed
            ? line.Replace("failed", "passed", StringComparison.Ordinal) : line)));
        Assert.NotNull(Tampering(lines.Where((_, i) => i != changed)));
        Assert.NotNull(Tampering(lines.Select((_, i) => lines[i == changed ? other : i == other ? changed : i])));
        Assert.NotNull(Tampering([.. lines, lines[^1]]));
    }

    [Fact]
    public void A_run_is_whole_when_its_runner_told_how_it_would_end()
    {
        var report = TestResultReader.Read(TestResultFormat.Lines, Lines(Line("a", "failed"), """{"exit": 1}"""), Nonce);

        Assert.Equal((true, 1), (report.IsWhole, report.ExitCode));
    }

    [Fact]
    public void Each_process_is_told_with_its_exit_code_behind_its_tests()
    {
        var report = TestResultReader.Read(
            TestResultFormat.Lines,
            Lines(Line("a", "passed"), Process("a.js", 0), Line("b", "failed"), Process("b.js", 1), Line("c", "passed"),
                Process("c.js", 137), """{"exit": 1}"""),
            Nonce);

        Assert.Equal([new RunnerProcess("a.js", 0, false), new RunnerProcess("b.js", 1, true), new RunnerProcess("c.js", 137, false)],
            report.Processes);
        Assert.Equal((true, 1, null), (report.IsWhole, report.ExitCode, report.Tampering));
        Assert.Equal("somebody", TestResultReader.Read(TestResultFormat.Lines, Lines("""{"tampering": "somebody"}""", """{"exit": 0}"""),
            Nonce).Tampering);
        // A process is no run.
        Assert.False(TestResultReader.Read(TestResultFormat.Lines, Lines(Line("a", "passed"), Process("a.js", 0)), Nonce).IsWhole);

        static string Process(string name, int exitCode) => $$"""{"process": "{{name}}", "exit": {{exitCode}}}""";
    }

    [Fact]
    public void Trx_that_counts_other_than_it_tells_or_tells_a_project_twice_is_not_believed()
    {
        var counted = Trx.Replace("<ResultSummary outcome=\"Failed\">", "<ResultSummary outcome=\"Failed\"><Counters total=\"4\"/>",
            StringComparison.Ordinal);
        var named = counted.Replace("</Results>", "</Results><TestDefinitions><UnitTest id=\"x\" storage=\"/t/a.dll\"/></TestDefinitions>",
            StringComparison.Ordinal);

        Assert.True(TestResultReader.Read(TestResultFormat.Trx, counted, Nonce).IsWhole);
        Assert.False(TestResultReader.Read(TestResultFormat.Trx, counted.Replace("total=\"4\"", "total=\"5\"", StringComparison.Ordinal),
            Nonce).IsWhole);
        Assert.Null(TestResultReader.Read(TestResultFormat.Trx, named + named.Replace("a.dll", "b.dll", StringComparison.Ordinal), Nonce)
            .Tampering);
        Assert.NotNull(TestResultReader.Read(TestResultFormat.Trx, named + named, Nonce).Tampering);
    }

    [Fact]
    public void A_form_that_is_not_known_is_a_sentence()
    {
        Assert.Equal(TestResultFormat.Trx, TestResultReader.FormatOf("trx"));
        Assert.Contains("no form of results; there are lines, trx",
            Assert.Throws<SandboxUnavailableException>(() => TestResultReader.FormatOf("tap")).Message, StringComparison.Ordinal);
    }

    private static string Line(string test, string status) => $"{{\"test\": \"{test}\", \"status\": \"{status}\"}}";

    /// <summary>Writes lines as a reporter does.</summary>
    private static string Lines(params string[] payloads)
    {
        var key = Encoding.UTF8.GetBytes(Nonce);
        var text = new StringBuilder();
        foreach (var payload in payloads)
        {
            text.Append(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(payload)))).Append(' ').Append(payload)
                .Append('\n');
            key = SHA256.HashData(key);
        }

        return text.ToString();
    }
}
