using System.Diagnostics.CodeAnalysis;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Routing.Search;

namespace Eval.Reports;

/// <summary>What a report is written from: a run, and what else was found out about it.</summary>
public sealed record ReportInput : RunResults
{
    /// <summary>Begins with a run of which nothing else is known yet.</summary>
    [SetsRequiredMembers]
    public ReportInput(RunResults results)
        : base(results)
    {
    }

    /// <summary>Gets what the runs before say about this one; <see langword="null"/> where they were not looked at.</summary>
    public DriftReport? Drift { get; init; }

    /// <summary>Gets what the gates that the run was started with saw; <see langword="null"/> where it had none.</summary>
    public IReadOnlyList<GateResult>? Gates { get; init; }

    /// <summary>Gets which policies were found for routing requests; <see langword="null"/> where nobody searched.</summary>
    public RoutingResult? Routing { get; init; }
}
