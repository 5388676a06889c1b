using System.Xml;

namespace Eval.Harness.TestResults;

/// <summary>Results of <c>dotnet test --logger trx</c>; several documents one after another are those of several test projects.</summary>
internal static class TrxResults
{
    private const string Declaration = "<?xml";
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };

    public static IReadOnlyDictionary<string, TestStatus> Read(string text)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        for (var start = text.IndexOf(Declaration, StringComparison.Ordinal); start >= 0;)
        {
            var next = text.IndexOf(Declaration, start + 1, StringComparison.Ordinal);
            ReadDocument((next < 0 ? text[start..] : text[start..next]).TrimEnd('\uFEFF', '\n', '\r', ' '), seen);
            start = next;
        }

        return seen;
    }

    private static void ReadDocument(string document, Dictionary<string, TestStatus> seen)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(document), Settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "UnitTestResult" && reader.GetAttribute("testName") is { } test)
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
        }
        catch (XmlException)
        {
            // Cut off: what was read up to there counts.
        }
    }
}
