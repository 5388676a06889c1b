namespace Eval.Harness.TestResults;

/// <summary>The tests by which an answer to an issue is scored, and how they must come out.</summary>
/// <param name="FailToPass">Those that are to be fixed.</param>
/// <param name="PassToPass">Those that must not be broken.</param>
internal sealed record TestExpectations(IReadOnlyList<string> FailToPass, IReadOnlyList<string> PassToPass)
{
    /// <summary>
    /// Compares by SWE-bench's rules: to be fixed is what passes, or fails as expected; not broken is also what is skipped. A missing test
    /// fails.
    /// </summary>
    public TestComparison Compare(IReadOnlyDictionary<string, TestStatus> seen)
    {
        var toFix = FailToPass.ToLookup(test => Holds(seen, test, status => status is TestStatus.Passed or TestStatus.ExpectedFailure));
        var kept = PassToPass.ToLookup(test => Holds(seen, test,
            status => status is TestStatus.Passed or TestStatus.ExpectedFailure or TestStatus.Skipped));
        return new TestComparison(toFix[true].ToList(), toFix[false].ToList(), kept[true].ToList(), kept[false].ToList());
    }

    /// <summary>
    /// Reports how a listed test came out. One that was not reported stands for those whose names go on behind it, when all of them agree:
    /// SWE-bench's lists
    /// were cut at blanks, and others name of a test with parameters only class and method, which xunit and NUnit put in brackets and
    /// MSTest behind
    /// a blank.
    /// </summary>
    private static bool Holds(IReadOnlyDictionary<string, TestStatus> seen, string test, Func<TestStatus, bool> holds)
    {
        if (seen.TryGetValue(test, out var status))
        {
            return holds(status);
        }

        // Those of some repositories hold of a parameter that is a path only its last part.
        if (test.Contains("[/", StringComparison.Ordinal)
            && seen.Where(each => Shortened(each.Key) == test).ToList() is { Count: > 0 } paths)
        {
            return paths.All(each => holds(each.Value));
        }

        var longer = seen.Where(each => each.Key.StartsWith(test, StringComparison.Ordinal)).ToList();
        var meant = longer.Where(each => each.Key[test.Length] is ' ' or '(' or '<').ToList();
        if (meant.Count == 0 && test.Count(letter => letter == '[') > test.Count(letter => letter == ']'))
        {
            // An open bracket shows that it was cut, wherever.
            meant = longer;
        }

        // A row that is skipped says nothing as long as another one ran.
        var statuses = meant.ToLookup(each => each.Value == TestStatus.Skipped, each => each.Value);
        return (statuses[false].Any() ? statuses[false] : statuses[true]).DefaultIfEmpty(TestStatus.Error).All(holds);
    }

    private static string Shortened(string test)
    {
        var start = test.IndexOf('[', StringComparison.Ordinal) + 1;
        return start > 0 && test[start..].StartsWith('/') && !test[start..].StartsWith("//", StringComparison.Ordinal)
            && !test[start..].Contains('*') && test.EndsWith(']')
            ? test[..start] + test[test.LastIndexOf('/')..]
            : test;
    }
}
