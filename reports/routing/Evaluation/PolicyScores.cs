using System.Runtime.InteropServices;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>What a policy is worth on each task: (q, c, l) in the terms of the cross-fitting, in the order of the table's tasks.</summary>
/// <remarks>
/// A search weighs thousands of policies by quality and cost, and these are all that is kept of most of them. Times are looked at of few:
/// they are followed again when they are asked for.
/// </remarks>
public sealed class PolicyScores
{
    private readonly Func<PathDetails> _follow;
    private readonly Lazy<PathDetails> _details;
    private readonly Lazy<WeightedTimes> _latencyP90;
    private readonly Lazy<WeightedTimes> _ttftP90;

    private PolicyScores(int tasks, Func<PathDetails> follow)
    {
        (Quality, CostUsd) = (new double[tasks], new double[tasks]);
        _follow = follow;
        _details = new Lazy<PathDetails>(follow);
        _latencyP90 = new Lazy<WeightedTimes>(() => new WeightedTimes(Followed().Latencies, 0.9));
        _ttftP90 = new Lazy<WeightedTimes>(() => new WeightedTimes(Followed().Ttfts, 0.9));
    }

    /// <summary>Gets the probability that the task is solved.</summary>
    public double[] Quality { get; }

    /// <summary>Gets the expected cost in USD; NaN when unknown.</summary>
    public double[] CostUsd { get; }

    /// <summary>Gets the probability that somebody answers.</summary>
    public double[] Availability => _details.Value.Availability;

    /// <summary>Gets the probability that a cascade goes beyond its first stage.</summary>
    public double[] Escalation => _details.Value.Escalation;

    /// <summary>Gets the latencies of answers with their probabilities, in milliseconds.</summary>
    public WeightedTime[][] Latencies => _details.Value.Latencies;

    /// <summary>Gets the times until a user sees something, with their probabilities, in milliseconds.</summary>
    public WeightedTime[][] Ttfts => _details.Value.Ttfts;

    /// <summary>Gets a value indicating whether every cost is known.</summary>
    public bool HasCost => Array.TrueForAll(CostUsd, cost => !double.IsNaN(cost));

    /// <summary>Gets the latencies in a form that keeps little and tells their 90th percentile on any draw of tasks.</summary>
    internal WeightedTimes LatencyP90 => _latencyP90.Value;

    /// <summary>Gets the times until a user sees something in that form.</summary>
    internal WeightedTimes TtftP90 => _ttftP90.Value;

    /// <summary>Returns what is shown beside quality and cost, without keeping it.</summary>
    internal PathDetails Followed() => _details.IsValueCreated ? _details.Value : _follow();

    /// <summary>Returns the scores of one policy; <see langword="null"/> when an outcome is missing.</summary>
    public static PolicyScores? Compute(RoutingPolicy policy, IReadOnlyList<RoutedTask> tasks, ReplayAssumptions assumptions)
    {
        var scores = new PolicyScores(tasks.Count, () => Details(policy, tasks, assumptions));
        var (follower, paths) = (new PolicyFollower(policy, assumptions), new List<ReplayedPath>());
        for (var task = 0; task < tasks.Count; task++)
        {
            var combinations = follower.Follow(tasks[task], paths);
            if (combinations == 0)
            {
                return null;
            }

            foreach (ref readonly var path in CollectionsMarshal.AsSpan(paths))
            {
                var weight = path.Weight / combinations;
                scores.Quality[task] += path.Passed ? weight : 0;
                scores.CostUsd[task] += weight * (path.CostUsd ?? double.NaN);
            }
        }

        return scores;
    }

    /// <summary>Puts together the tasks that one fold each was held out with.</summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="ofTask">The scores of the policy that was chosen without a task.</param>
    public static PolicyScores Pool(int tasks, Func<int, PolicyScores> ofTask)
    {
        var pooled = new PolicyScores(tasks, () => PooledDetails(tasks, ofTask));
        for (var task = 0; task < tasks; task++)
        {
            var from = ofTask(task);
            pooled.Quality[task] = from.Quality[task];
            pooled.CostUsd[task] = from.CostUsd[task];
        }

        return pooled;
    }

    private static PathDetails Details(RoutingPolicy policy, IReadOnlyList<RoutedTask> tasks, ReplayAssumptions assumptions)
    {
        var details = new PathDetails(tasks.Count);
        var (follower, paths) = (new PolicyFollower(policy, assumptions), new List<ReplayedPath>());
        for (var task = 0; task < tasks.Count; task++)
        {
            var combinations = follower.Follow(tasks[task], paths);
            details.Set(task, paths, combinations);
        }

        return details;
    }

    private static PathDetails PooledDetails(int tasks, Func<int, PolicyScores> ofTask)
    {
        var (details, parts) = (new PathDetails(tasks), new Dictionary<PolicyScores, PathDetails>());
        for (var task = 0; task < tasks; task++)
        {
            var from = ofTask(task);
            if (!parts.TryGetValue(from, out var part))
            {
                parts[from] = part = from.Followed();
            }

            details.Set(task, part);
        }

        return details;
    }
}
