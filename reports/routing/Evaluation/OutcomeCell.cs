using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Routing.Evaluation;

/// <summary>
/// What one model did on one sample of a task, as far as a policy's value depends on it. Unknown is <see langword="null"/>.
/// </summary>
/// <remarks>A large run has a million of them, so unknown numbers are kept as NaN: it takes half of the memory.</remarks>
public sealed record OutcomeCell
{
    private readonly double _costUsd = double.NaN;
    private readonly double _latencyMs = double.NaN;
    private readonly double _ttftMs = double.NaN;
    private readonly double _outputTokens = double.NaN;
    private readonly double _executionMs = double.NaN;

    /// <summary>Gets a value indicating whether the endpoint answered; <see langword="false"/> is a provider error.</summary>
    public required bool IsAnswered { get; init; }

    /// <summary>Gets a value indicating whether the hidden tests passed.</summary>
    public required bool Passed { get; init; }

    /// <summary>Gets the cost in USD; of a failed call what is billed all the same.</summary>
    public double? CostUsd { get => Known(_costUsd); init => _costUsd = value ?? double.NaN; }

    /// <summary>Gets the latency in milliseconds; of a failed call the time until the failure was seen.</summary>
    public double? LatencyMs { get => Known(_latencyMs); init => _latencyMs = value ?? double.NaN; }

    /// <summary>Gets the time to the first token in milliseconds.</summary>
    public double? TtftMs { get => Known(_ttftMs); init => _ttftMs = value ?? double.NaN; }

    /// <summary>Gets the output tokens.</summary>
    public double? OutputTokens { get => Known(_outputTokens); init => _outputTokens = value ?? double.NaN; }

    /// <summary>Gets whether the tests that the request shows passed; <see langword="null"/> when it shows none.</summary>
    public bool? PublicTestsPassed { get; init; }

    /// <summary>Gets whether the repository's existing tests passed; <see langword="null"/> for tasks without a repository.</summary>
    public bool? ExistingTestsPassed { get; init; }

    /// <summary>
    /// Gets whether there was code that compiles, and all of it: an answer that was cut at the token limit is none, whatever is left of it.
    /// </summary>
    public bool Builds { get; init; }

    /// <summary>Gets how long the tests ran, in milliseconds.</summary>
    public double? ExecutionMs { get => Known(_executionMs); init => _executionMs = value ?? double.NaN; }

    /// <summary>Gets what two equal answers have in common; <see langword="null"/> when there is no code or nobody kept it.</summary>
    public ulong? Fingerprint { get; init; }

    /// <summary>
    /// Returns the cell of an attempt; <see langword="null"/> when it says nothing of the model (sandbox error, skipped).
    /// </summary>
    public static OutcomeCell? From(Attempt attempt)
    {
        if (attempt.Verdict is Verdict.SandboxError or Verdict.Skipped)
        {
            return null;
        }

        var isAnswered = attempt.Verdict != Verdict.ProviderError;
        var grading = IssueGrading.Parse(attempt.Texts?.Grading);
        return new OutcomeCell
        {
            IsAnswered = isAnswered,
            Passed = attempt.Passed,
            // A failed call that told no tokens was not billed.
            CostUsd = isAnswered ? (double?)attempt.CostUsd : (double)(attempt.CostUsd ?? 0),
            LatencyMs = isAnswered ? AttemptTimes.LatencyMs(attempt) : attempt.Timing?.Total.TotalMilliseconds,
            TtftMs = AttemptTimes.TtftMs(attempt),
            OutputTokens = attempt.Usage.OutputTokens,
            PublicTestsPassed = isAnswered ? attempt.VisibleTestsPassed : null,
            ExistingTestsPassed = grading is { IsApplied: true }
                ? grading.PassToPassFailed.Count == 0 && grading.PassToPassSucceeded.Count > 0 : grading is null ? null : false,
            Builds = !FinishReasons.IsCut(attempt.FinishReason)
                && attempt.Verdict is not (Verdict.CompileError or Verdict.NoCode or Verdict.Refused or Verdict.PatchRejected
                    or Verdict.Truncated or Verdict.ProviderError),
            ExecutionMs = attempt.Execution?.TotalMilliseconds,
            Fingerprint = AnswerFingerprint.Compute(attempt.Texts?.Code),
        };
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
