namespace Eval.Harness.TestResults;

/// <summary>What a test runner reported of one run.</summary>
internal sealed record TestReport
{
    private IReadOnlyDictionary<string, TestStatus>? _tests;

    /// <summary>All that was reported, one after another.</summary>
    public required IReadOnlyList<ReportedTest> Reported { get; init; }

    /// <summary>Whether the runner reported its end. What it would have reported after an early one is not known.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The exit code that the runner said it would end with; null where its form does not report.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The processes that the tests ran in, where the runner reports of each how it ended.</summary>
    public IReadOnlyList<RunnerProcess> Processes { get; init; } = [];

    /// <summary>Whether any test failed.</summary>
    public bool HasFailed => Reported.Any(test => test.IsFailed);

    /// <summary>When the first test began; null where its form does not report.</summary>
    public DateTimeOffset? FirstTestAt { get; init; }

    /// <summary>How the results show that somebody else had a hand in them; null where they do not.</summary>
    public string? Tampering { get; init; }

    /// <summary>A status for each name; where a test is reported twice a failure stays, and that it ran at all.</summary>
    public IReadOnlyDictionary<string, TestStatus> Tests => _tests ??= Merge(Reported);

    private static Dictionary<string, TestStatus> Merge(IReadOnlyList<ReportedTest> reported)
    {
        var seen = new Dictionary<string, TestStatus>(StringComparer.Ordinal);
        foreach (var (name, status) in reported.SelectMany(test => test.Names.Select(name => (name, test.Status))))
        {
            if (!seen.TryGetValue(name, out var before)
                || (before is not (TestStatus.Failed or TestStatus.Error) && status != TestStatus.Skipped))
            {
                seen[name] = status;
            }
        }

        return seen;
    }
}
