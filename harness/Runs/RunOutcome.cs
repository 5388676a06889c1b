using Eval.Reports;
using Eval.Results;

namespace Eval.Harness.Runs;

/// <summary>How a run ended.</summary>
internal sealed record RunOutcome
{
    public required ReportInput Results { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What names the run in other commands.</summary>
    public required string RunArguments { get; init; }

    public string ResumeCommand => $"--resume {RunArguments}";

    public required bool IsInterrupted { get; init; }

    /// <summary>The first call that no longer fitted into the budget, and the most it might have cost; null when all did.</summary>
    public required (string Model, decimal Usd)? BudgetRefused { get; init; }

    /// <summary>What is spent, by earlier parts of the run too.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>Models that could not be asked at all, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> RefusedModels { get; init; }
}
