using System.Globalization;
using System.Xml;

namespace Eval.Harness.TestResults;

/// <summary>
/// One project's results as <c>dotnet test --logger trx</c> writes them. Frameworks report a test each in a form of its own (xunit the
/// class, the method
/// and the arguments, MSTest and NUnit the method and the arguments, all of them a display name where there is one); the class and the
/// method
/// stand in the definitions behind the results and are what a test is known by.
/// </summary>
internal sealed class TrxDocument
{
    private const string Aborted = "The active test run was aborted";

    /// <summary>Of the text in TestRun/ResultSummary/RunInfos/RunInfo/Text.</summary>
    private const int AbortedDepth = 5;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false,
    };

    private readonly List<(string TestId, string DisplayName, TestStatus Status)> _results = [];
    private readonly Dictionary<string, (string Class, string Method)> _definitions = new(StringComparer.Ordinal);
    private int? _counted;
    private bool _isSummed;
    private bool _isAborted;
    private bool _isCut;

    /// <summary>Gets whether the document reports all results, as many as it says there are.</summary>
    public bool IsWhole => _isSummed && !_isAborted && !_isCut && (_counted is null || _counted == _results.Count);

    /// <summary>Gets the assembly whose tests these are; null where the document does not report.</summary>
    public string? Assembly { get; private set; }

    /// <summary>Gets when the first test began; null where the document does not report.</summary>
    public DateTimeOffset? FirstTestAt { get; private set; }

    /// <summary>Reads a document; of one that is cut off, what is there.</summary>
    public static TrxDocument Read(string text)
    {
        var document = new TrxDocument();
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            document.Read(reader);
        }
        catch (XmlException)
        {
            document._isCut = true;
        }

        return document;
    }

    /// <summary>
    /// Returns the names each test is known by, with its status; several rows of a theory share the name of their method.
    /// </summary>
    public IEnumerable<ReportedTest> Tests() =>
        _results.Select(result => new ReportedTest([.. Names(result.TestId, result.DisplayName)], result.Status));

    private void Read(XmlReader reader)
    {
        var testId = "";
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Text)
            {
                // The host of the tests was ended from within. What is printed by tests is elsewhere.
                _isAborted |= _isSummed && reader.Depth == AbortedDepth && reader.Value.StartsWith(Aborted, StringComparison.Ordinal);
                continue;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "ResultSummary":
                    _isSummed = true;
                    break;
                case "UnitTestResult" when reader.GetAttribute("testName") is { } name:
                    _results.Add((reader.GetAttribute("testId") ?? "", name, Status(reader.GetAttribute("outcome"))));
                    Begin(reader.GetAttribute("startTime"));
                    break;
                case "Counters" when int.TryParse(reader.GetAttribute("total"), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var total):
                    _counted = total;
                    break;
                case "UnitTest":
                    testId = reader.GetAttribute("id") ?? "";
                    Assembly ??= reader.GetAttribute("storage");
                    break;
                case "TestMethod":
                    Define(testId, reader.GetAttribute("className"), reader.GetAttribute("name"));
                    break;
            }
        }
    }

    private void Begin(string? time)
    {
        if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && (FirstTestAt is null || at < FirstTestAt))
        {
            FirstTestAt = at;
        }
    }

    private void Define(string testId, string? type, string? method)
    {
        if (type is { Length: > 0 } && method is { Length: > 0 })
        {
            // Older adapters add the assembly behind a comma, some the class or the arguments to the method.
            type = type.Split(',')[0];
            _definitions.TryAdd(testId, (type, Without(method, type + ".").Split('(')[0]));
        }
    }

    private IEnumerable<string> Names(string testId, string displayName)
    {
        if (!_definitions.TryGetValue(testId, out var definition)
            || displayName.StartsWith($"{definition.Class}.{definition.Method}", StringComparison.Ordinal))
        {
            return [displayName];
        }

        return displayName == definition.Method || displayName.StartsWith(definition.Method + "(", StringComparison.Ordinal)
            || displayName.StartsWith(definition.Method + " ", StringComparison.Ordinal)
            ? [$"{definition.Class}.{displayName}"]
            // A name of its own: known by that, as lists made from results hold it, and by its method.
            : [displayName, $"{definition.Class}.{definition.Method}"];
    }

    private static string Without(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static TestStatus Status(string? outcome) => outcome switch
    {
        "Passed" => TestStatus.Passed,
        "NotExecuted" => TestStatus.Skipped,
        "Failed" => TestStatus.Failed,
        _ => TestStatus.Error,
    };
}
