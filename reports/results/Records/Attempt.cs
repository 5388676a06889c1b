using System.Collections.ObjectModel;

namespace Eval.Results.Records;

/// <summary>One generation for one task by one model and what became of it: the row everything in a report is computed from.</summary>
public sealed record Attempt
{
    /// <summary>Gets the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets what makes the attempt unique within the run.</summary>
    public required AttemptKey Key { get; init; }

    /// <summary>Gets the task's class.</summary>
    public required string Class { get; init; }

    /// <summary>Gets the task's difficulty.</summary>
    public string? Difficulty { get; init; }

    /// <summary>Gets the task's language.</summary>
    public required string Language { get; init; }

    /// <summary>Gets the hash of the task as it was.</summary>
    public string? TaskHash { get; init; }

    /// <summary>Gets the provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the SHA-256 of the request: provider, model, messages and parameters; equal requests have equal hashes.</summary>
    public string? RequestHash { get; init; }

    /// <summary>Gets the model the endpoint says it served.</summary>
    public string? ServedModel { get; init; }

    /// <summary>Gets a value indicating whether a simulated model answered.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>
    /// Gets a value indicating whether the reply came from an earlier run instead of the endpoint; its times are the original ones.
    /// </summary>
    public bool IsCached { get; init; }

    /// <summary>Gets the verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Gets why, in one line; <see langword="null"/> for a pass.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the endpoint's finish reason as received.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Gets the clock marks; <see langword="null"/> when no call succeeded.</summary>
    public Timing? Timing { get; init; }

    /// <summary>Gets the tokens.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>
    /// Gets the cost in USD, billed failures included: by our price, else what the endpoint says it bills; <see langword="null"/> when
    /// neither is known.
    /// </summary>
    public decimal? CostUsd { get; init; }

    /// <summary>
    /// Gets what this attempt is known to have spent: the larger of <see cref="CostUsd"/> and what the endpoint says it bills, and nothing
    /// where the reply came from an earlier run.
    /// </summary>
    public decimal SpentUsd => IsCached ? 0 : Math.Max(CostUsd ?? 0, Usage.ProviderReportedCostUsd ?? 0);

    /// <summary>Gets the number of tries that failed before the last one.</summary>
    public int Retries { get; init; }

    /// <summary>Gets the sandbox that scored.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Gets the isolation level it scored at.</summary>
    public string? Isolation { get; init; }

    /// <summary>Gets what decided the verdict; <see langword="null"/> where nothing was run, and in runs that did not record it.</summary>
    public VerdictOrigin? VerdictOrigin { get; init; }

    /// <summary>Gets how long the answer ran.</summary>
    public TimeSpan? Execution { get; init; }

    /// <summary>Gets the number of tests that passed.</summary>
    public int? TestsPassed { get; init; }

    /// <summary>Gets the number of tests.</summary>
    public int? TestsTotal { get; init; }

    /// <summary>Gets whether all tests that a production verifier may see passed; <see langword="null"/> when the task has none.</summary>
    public bool? VisibleTestsPassed { get; init; }

    /// <summary>
    /// Gets why that piece of the reply was taken for the answer, for instance <c>declares_entry_point</c>; <see langword="null"/> where
    /// nothing was chosen.
    /// </summary>
    public string? AnswerRank { get; init; }

    /// <summary>Gets among how many pieces of the reply the answer was chosen.</summary>
    public int? AnswerCandidates { get; init; }

    /// <summary>Gets what of a patch could bend its tests, in one line; <see langword="null"/> for nothing.</summary>
    public string? PatchFlags { get; init; }

    /// <summary>Gets the results of the user's own metrics by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Gets the texts behind the row; <see langword="null"/> when it was read without them.</summary>
    public AttemptTexts? Texts { get; init; }

    /// <summary>Gets a value indicating whether the verdict is <see cref="Verdict.Passed"/>.</summary>
    public bool Passed => Verdict == Verdict.Passed;
}
