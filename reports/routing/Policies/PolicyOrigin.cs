namespace Eval.Routing.Policies;

/// <summary>What a policy's numbers were measured on, so that nobody deploys a number without its origin.</summary>
public sealed record PolicyOrigin
{
    /// <summary>Gets the runs.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>Gets a hash of the tasks and what they were.</summary>
    public required string TaskSetHash { get; init; }

    /// <summary>Gets the number of tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Gets the date of the newest price; <see langword="null"/> when prices are unknown.</summary>
    public DateOnly? PricesAsOf { get; init; }

    /// <summary>Gets when the newest run began, UTC.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
