namespace Eval.Results.Records;

/// <summary>
/// The options of a run that must be equal for its numbers to be compared with another's, by their names on the command line.
/// </summary>
public static class DecisiveOptions
{
    /// <summary>Gets those that decide which tasks are asked.</summary>
    public static IReadOnlyList<string> OfTasks { get; } = ["--tasks", "--class", "--limit"];

    /// <summary>Gets those that decide what a task is asked and how its answer is scored.</summary>
    public static IReadOnlyList<string> OfAnswers { get; } =
    [
        "--samples", "--timeout", "--sandbox", "--assembly", "--scaffold", "--edit-format", "--max-steps", "--max-cost-per-attempt",
            "--attempt-timeout", "--command-timeout", "--test-timeout",
    ];
}
