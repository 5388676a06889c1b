namespace Eval.Harness.Runs;

/// <summary>How far a run has come with one model.</summary>
internal sealed record ModelProgress(string Model, int Planned)
{
    public int Done { get; init; }

    /// <summary>How many of <see cref="Done"/> an earlier part of the run made.</summary>
    public int DoneBefore { get; init; }

    public int Passed { get; init; }

    public int Open { get; init; }

    public int Skipped { get; init; }

    public int InfrastructureErrors { get; init; }

    /// <summary>Null while nothing is known of the cost.</summary>
    public decimal? CostUsd { get; init; }
}
