using Eval.Results.Records;

namespace Eval.Results.Metrics;

/// <summary>A number that is measured of a single answer, beside its verdict.</summary>
/// <param name="Name">The name, unique among all signals.</param>
/// <param name="Unit">The unit.</param>
/// <param name="IsOwn">Whether the user declared it in his configuration.</param>
public sealed record Signal(string Name, MetricUnit Unit, bool IsOwn = false)
{
    /// <summary>What stands before the names of the user's own in tables.</summary>
    public const string OwnPrefix = "metric:";

    /// <summary>Gets the column of <c>attempts.csv</c>.</summary>
    public string Column => IsOwn ? OwnPrefix + Name : Name;

    /// <summary>Returns a signal that the user declared.</summary>
    public static Signal Own(string name) => new(name, MetricUnit.Score, IsOwn: true);

    /// <summary>Returns the value of an attempt; <see langword="null"/> where it was not measured.</summary>
    public double? Of(Attempt attempt) => attempt.Metrics.TryGetValue(Name, out var value) && !double.IsNaN(value) ? value : null;
}
