namespace Eval.Harness.Issues.Canaries;

/// <summary>A hidden file whose tests can be told apart.</summary>
internal sealed class TestFile
{
    private readonly HashSet<HiddenTest> _renamable;

    private TestFile(string path, string text, ITestSyntax syntax)
    {
        Path = path;
        Text = text;
        Syntax = syntax;
        Tests = Outermost(syntax.Read(text));
        var words = syntax.Words(text).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _renamable = [.. Tests.GroupBy(test => test.Name, StringComparer.Ordinal).Where(same => CanBeRenamed([.. same], words))
            .SelectMany(same => same)];
    }

    public string Path { get; }

    public string Text { get; }

    public ITestSyntax Syntax { get; }

    /// <summary>The tests in the order of the text; one that is inside of another belongs to that.</summary>
    public IReadOnlyList<HiddenTest> Tests { get; }

    /// <summary>Reads a file; null where it is in no such language or holds no test.</summary>
    public static TestFile? Read(string path, string text) =>
        TestSyntaxes.Find(path) is { } syntax && new TestFile(path, text, syntax) is { Tests.Count: > 0 } file ? file : null;

    /// <summary>Whether a test can have another name: nothing in the file calls it by the one that it has.</summary>
    public bool IsRenamable(HiddenTest test) => _renamable.Contains(test);

    private static List<HiddenTest> Outermost(IReadOnlyList<HiddenTest> tests)
    {
        var found = new List<HiddenTest>();
        foreach (var test in tests.OrderBy(test => test.Start))
        {
            if (found.Count == 0 || test.Start >= found[^1].End)
            {
                found.Add(test);
            }
        }

        return found;
    }

    private bool CanBeRenamed(IReadOnlyList<HiddenTest> same, Dictionary<string, int> words)
    {
        // Two of one name in one place are told apart by nothing; a name that is a text is no way to call anything.
        var isAlone = same.Select(test => test.Container).Distinct().Count() == same.Count;
        var isText = same[0].NameStart > 0 && Text[same[0].NameStart - 1] is '\'' or '"' or '`';
        return isAlone && (isText || words.GetValueOrDefault(same[0].Name) == same.Count);
    }
}
