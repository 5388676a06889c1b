namespace Eval.Harness.TestResults;

/// <summary>The tests by which an issue is judged, and how they must come out.</summary>
/// <param name="FailToPass">Those that are to be mended.</param>
/// <param name="PassToPass">Those that must not be broken.</param>
internal sealed record TestExpectations(IReadOnlyList<string> FailToPass, IReadOnlyList<string> PassToPass)
{
    /// <summary>Compares by SWE-bench's rules: to be mended is what passes, or fails as expected; not broken is also what is skipped. A missing test fails.</summary>
    public TestComparison Compare(IReadOnlyDictionary<string, TestStatus> seen)
    {
        var mended = FailToPass.ToLookup(test => Holds(seen, test, status => status is TestStatus.Passed or TestStatus.ExpectedFailure));
        var kept = PassToPass.ToLookup(test => Holds(seen, test, status => status is TestStatus.Passed or TestStatus.ExpectedFailure or TestStatus.Skipped));
        return new TestComparison(mended[true].ToList(), mended[false].ToList(), kept[true].ToList(), kept[false].ToList());
    }

    private static bool Holds(IReadOnlyDictionary<string, TestStatus> seen, string test, Func<TestStatus, bool> holds)
    {
        if (seen.TryGetValue(test, out var status))
        {
            return holds(status);
        }

        // Those of some repositories hold of a parameter that is a path only its last part.
        if (test.Contains("[/", StringComparison.Ordinal) && seen.Where(each => Shortened(each.Key) == test).ToList() is { Count: > 0 } paths)
        {
            return paths.All(each => holds(each.Value));
        }

        // SWE-bench's lists were cut at blanks, too: an id whose bracket is open stands for all that begin with it, when they agree.
        if (test.Count(letter => letter == '[') <= test.Count(letter => letter == ']'))
        {
            return false;
        }

        var meant = seen.Where(each => each.Key.StartsWith(test, StringComparison.Ordinal)).ToList();
        return meant.Count > 0 && meant.All(each => holds(each.Value));
    }

    private static string Shortened(string test)
    {
        var start = test.IndexOf('[', StringComparison.Ordinal) + 1;
        return start > 0 && test[start..].StartsWith('/') && !test[start..].StartsWith("//", StringComparison.Ordinal) && !test[start..].Contains('*') && test.EndsWith(']')
            ? test[..start] + test[test.LastIndexOf('/')..]
            : test;
    }
}
