namespace Eval.Harness.TestResults;

/// <summary>What a test runner told of one run.</summary>
internal sealed record TestReport
{
    /// <summary>A status for each test.</summary>
    public required IReadOnlyDictionary<string, TestStatus> Tests { get; init; }

    /// <summary>Whether the runner told its end. What it would have told after an early one is not known.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The exit code that the runner said it would end with; null where its form does not tell.</summary>
    public int? ExitCode { get; init; }
}
