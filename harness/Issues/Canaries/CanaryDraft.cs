namespace Eval.Harness.Issues.Canaries;

/// <summary>Drafts how hidden tests are disguised, with more wrong twins than are needed: the known patch shows which are any.</summary>
internal static class CanaryDraft
{
    /// <summary>Below this chance a guess is as good as none.</summary>
    private const double AcceptedGuess = 1.0 / 64;

    private const int MaxTwins = 7;
    private const int MaxTests = 24;
    private const int TriedLiterals = 2;

    /// <summary>Returns the draft; null where no file holds a test that can be told from others.</summary>
    /// <param name="texts">The hidden files.</param>
    /// <param name="failToPass">The tests that decide.</param>
    public static CanaryPlan? Create(IReadOnlyDictionary<string, string> texts, IReadOnlyList<string> failToPass)
    {
        var files = texts.Select(text => TestFile.Read(text.Key, text.Value)).OfType<TestFile>().ToList();
        if (files.Count == 0)
        {
            return null;
        }

        var tests = files.SelectMany(file => file.Tests.Select(test => (File: file, Test: test))).ToList();
        var deciding = tests.Where(test => failToPass.Any(id => test.Test.IsNamedBy(id))).ToList();
        // Lists may name tests by what their comments say.
        var twinned = (deciding.Count > 0 ? deciding : tests)
            .Where(test => test.Test.Literals.Count > 0 && test.File.IsRenamable(test.Test)).Take(MaxTests).ToList();
        var count = Enumerable.Range(1, MaxTwins).FirstOrDefault(twins => Math.Pow(twins + 1, -twinned.Count) <= AcceptedGuess, MaxTwins);
        return new CanaryPlan
        {
            IsDraft = true,
            Files = files.ToDictionary(file => file.Path, file => file.Text),
            Twins = [.. twinned.SelectMany(test => Twins(test.File, test.Test, count))],
        };
    }

    /// <summary>
    /// The twins by one literal differ from the test in the same place as from each other; those by several would show what they were made
    /// from.
    /// </summary>
    private static IEnumerable<WrongTwin> Twins(TestFile file, HiddenTest test, int count)
    {
        var pool = new LiteralPool(file.Tests.SelectMany(other => other.Literals).Select(literal => literal.In(file.Text)));
        return test.Literals.Select(literal => (literal, Others: LiteralEdits.Others(literal.In(file.Text), pool, count)))
            .Where(each => each.Others.Count == count).Take(TriedLiterals)
            .SelectMany(each => each.Others.Select(other => new WrongTwin(file.Path, test.Start, each.literal.Start, each.literal.End,
                other)));
    }
}
