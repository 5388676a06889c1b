using Eval.Results.Statistics;

namespace Eval.Harness.Planning;

/// <summary>How small a difference between two models the planned tasks and samples show.</summary>
internal sealed record PairPower
{
    /// <summary>The first model's name; null where a discordance is assumed for any two.</summary>
    public string? First { get; init; }

    /// <summary>The second one's; the same name where a model is compared with an earlier run of it.</summary>
    public string? Second { get; init; }

    /// <summary>The runs the discordance is known from; none where it is assumed.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>The tasks it is known from.</summary>
    public int KnownTasks { get; init; }

    /// <summary>
    /// The share of tasks on which one answer of each differ, as it was or as it is assumed; without an interval where it is assumed.
    /// </summary>
    public required Estimate Discordance { get; init; }

    /// <summary>Whether half of the discordance is taken as chance within a task, because no task was answered more than once.</summary>
    public bool IsSplitAssumed { get; init; }

    /// <summary>The smallest difference shown; null when there is none that could be.</summary>
    public double? Smallest { get; init; }

    public required IReadOnlyList<WantedDifference> Wanted { get; init; }

    public bool IsAgainstItself => First is not null && First == Second;
}
