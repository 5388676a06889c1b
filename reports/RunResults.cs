using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Records;
using Eval.Reports.Routing.Search;
using Eval.Reports.Statistics;

namespace Eval.Reports;

/// <summary>What a report is written from: one stored run, read once.</summary>
public sealed record RunResults
{
    /// <summary>Gets the run.</summary>
    public required Run Run { get; init; }

    /// <summary>Gets the attempts ordered by key, without their texts.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>Gets what was computed from them.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Gets what the runs before say about this one; <see langword="null"/> where they were not looked at.</summary>
    public DriftReport? Drift { get; init; }

    /// <summary>Gets what the gates that the run was started with saw; <see langword="null"/> where it had none.</summary>
    public IReadOnlyList<GateResult>? Gates { get; init; }

    /// <summary>Gets which policies were found for routing requests; <see langword="null"/> where nobody searched.</summary>
    public RoutingResult? Routing { get; init; }

    /// <summary>Gets a function that reads the attempts again in the same order, with their texts, one at a time.</summary>
    public required Func<CancellationToken, IAsyncEnumerable<Attempt>> ReadWithTexts { get; init; }

    /// <summary>Gets a function that reads them with the texts that outcomes hang on alone; <see langword="null"/> where all texts are at hand.</summary>
    public Func<CancellationToken, IAsyncEnumerable<Attempt>>? ReadOutcomes { get; init; }

    /// <summary>Gets the run for those who look at each attempt once.</summary>
    public RunOutcomes Outcomes => new(Run, ReadOutcomes ?? ReadWithTexts);
}
