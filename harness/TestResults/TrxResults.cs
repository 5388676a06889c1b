namespace Eval.Harness.TestResults;

/// <summary>Results of <c>dotnet test --logger trx</c>; several documents one after another are those of several test projects.</summary>
internal static class TrxResults
{
    private const string Declaration = "<?xml";

    public static TestReport Read(string text)
    {
        var reported = new List<ReportedTest>();
        var assemblies = new List<string>();
        DateTimeOffset? first = null;
        var start = text.IndexOf(Declaration, StringComparison.Ordinal);
        var isWhole = start >= 0;
        while (start >= 0)
        {
            var next = text.IndexOf(Declaration, start + 1, StringComparison.Ordinal);
            var document = TrxDocument.Read((next < 0 ? text[start..] : text[start..next]).TrimEnd('\uFEFF', '\n', '\r', ' '));
            reported.AddRange(document.Tests());
            assemblies.AddRange(document.Assembly is { } assembly ? [assembly] : []);
            isWhole &= document.IsWhole;
            first = document.FirstTestAt < first || first is null ? document.FirstTestAt : first;
            start = next;
        }

        // A run writes one file for each project.
        var twice = assemblies.GroupBy(assembly => assembly, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1)?.Key;
        return new TestReport { Reported = reported, IsWhole = isWhole, FirstTestAt = first,
            Tampering = twice is null ? null : $"there are several files with results of {Path.GetFileName(twice)}" };
    }
}
