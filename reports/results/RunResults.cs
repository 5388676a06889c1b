using Eval.Results.Records;

namespace Eval.Results;

/// <summary>One stored run, read once, and what was computed from its attempts alone.</summary>
public record RunResults
{
    /// <summary>Gets the run.</summary>
    public required Run Run { get; init; }

    /// <summary>Gets the attempts ordered by key, without their texts.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>Gets what was computed from them.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Gets a function that reads the attempts again in the same order, with their texts, one at a time.</summary>
    public required Func<CancellationToken, IAsyncEnumerable<Attempt>> ReadWithTexts { get; init; }

    /// <summary>
    /// Gets a function that reads them with the texts that outcomes depend on alone; <see langword="null"/> where all texts are at hand.
    /// </summary>
    public Func<CancellationToken, IAsyncEnumerable<Attempt>>? ReadOutcomes { get; init; }

    /// <summary>Gets the run for those who look at each attempt once.</summary>
    public RunOutcomes Outcomes => new(Run, ReadOutcomes ?? ReadWithTexts);
}
