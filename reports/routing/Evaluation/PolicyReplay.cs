using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>
/// Follows a policy over measured outcomes as if it had been in force: nothing is simulated, every cost and time is that of a call that was
/// made.
/// </summary>
public static class PolicyReplay
{
    /// <summary>Returns the ways a task takes; <see langword="null"/> when the outcome of a model that may be asked is missing.</summary>
    /// <remarks>
    /// With several samples the first of one model goes with the first of another, and so on; if models have different numbers of samples,
    /// all combinations count equally.
    /// </remarks>
    public static IReadOnlyList<ReplayedPath>? Follow(RoutingPolicy policy, RoutedTask task, ReplayAssumptions assumptions)
    {
        var paths = new List<ReplayedPath>();
        var combinations = new PolicyFollower(policy, assumptions).Follow(task, paths);
        return combinations == 0 ? null : [.. paths.Select(path => path with { Weight = path.Weight / combinations })];
    }
}
