namespace Eval.Harness.TestResults;

/// <summary>Results of <c>dotnet test --logger trx</c>; several documents one after another are those of several test projects.</summary>
internal static class TrxResults
{
    private const string Declaration = "<?xml";

    public static TestReport Read(string text)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        var start = text.IndexOf(Declaration, StringComparison.Ordinal);
        var isWhole = start >= 0;
        while (start >= 0)
        {
            var next = text.IndexOf(Declaration, start + 1, StringComparison.Ordinal);
            var document = TrxDocument.Read((next < 0 ? text[start..] : text[start..next]).TrimEnd('\uFEFF', '\n', '\r', ' '));
            foreach (var (name, status) in document.Tests())
            {
                TestResultReader.Add(seen, name, status);
            }

            isWhole &= document.IsWhole;
            start = next;
        }

        return new TestReport { Tests = seen, IsWhole = isWhole };
    }
}
