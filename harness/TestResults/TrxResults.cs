using System.Xml;

namespace Eval.Harness.TestResults;

/// <summary>Results of <c>dotnet test --logger trx</c>; several documents one after another are those of several test projects.</summary>
internal static class TrxResults
{
    private const string Declaration = "<?xml";
    private const string Aborted = "The active test run was aborted";

    /// <summary>Of the text in TestRun/ResultSummary/RunInfos/RunInfo/Text.</summary>
    private const int AbortedDepth = 5;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };

    public static TestReport Read(string text)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        var start = text.IndexOf(Declaration, StringComparison.Ordinal);
        var isWhole = start >= 0;
        while (start >= 0)
        {
            var next = text.IndexOf(Declaration, start + 1, StringComparison.Ordinal);
            isWhole &= ReadDocument((next < 0 ? text[start..] : text[start..next]).TrimEnd('\uFEFF', '\n', '\r', ' '), seen);
            start = next;
        }

        return new TestReport { Tests = seen, IsWhole = isWhole };
    }

    /// <summary>Reads one project's results; false when they are not all.</summary>
    private static bool ReadDocument(string document, Dictionary<string, TestStatus> seen)
    {
        var (isSummed, isAborted) = (false, false);
        try
        {
            using var reader = XmlReader.Create(new StringReader(document), Settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Text)
                {
                    // The host of the tests was ended from within. What is printed by tests is elsewhere.
                    isAborted |= isSummed && reader.Depth == AbortedDepth && reader.Value.StartsWith(Aborted, StringComparison.Ordinal);
                    continue;
                }

                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                isSummed |= reader.LocalName == "ResultSummary";
                if (reader.LocalName == "UnitTestResult" && reader.GetAttribute("testName") is { } test)
                {
                    TestResultReader.Add(seen, test, reader.GetAttribute("outcome") switch
                    {
                        "Passed" => TestStatus.Passed,
                        "NotExecuted" => TestStatus.Skipped,
                        "Failed" => TestStatus.Failed,
                        _ => TestStatus.Error,
                    });
                }
            }

            return isSummed && !isAborted;
        }
        catch (XmlException)
        {
            // Cut off: what was read up to there counts.
            return false;
        }
    }
}
