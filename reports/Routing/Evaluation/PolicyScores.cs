using Eval.Reports.Routing.Policies;

namespace Eval.Reports.Routing.Evaluation;

/// <summary>What a policy is worth on each task: (q, c, l) in the terms of the cross-fitting, in the order of the table's tasks.</summary>
public sealed class PolicyScores
{
    private PolicyScores(int tasks)
    {
        Quality = new double[tasks];
        CostUsd = new double[tasks];
        Availability = new double[tasks];
        Escalation = new double[tasks];
        Latencies = new WeightedTime[tasks][];
        Ttfts = new WeightedTime[tasks][];
    }

    /// <summary>Gets the probability that the task is solved.</summary>
    public double[] Quality { get; }

    /// <summary>Gets the expected cost in USD; NaN when unknown.</summary>
    public double[] CostUsd { get; }

    /// <summary>Gets the probability that somebody answers.</summary>
    public double[] Availability { get; }

    /// <summary>Gets the probability that a cascade goes beyond its first stage.</summary>
    public double[] Escalation { get; }

    /// <summary>Gets the latencies of answers with their probabilities, in milliseconds.</summary>
    public WeightedTime[][] Latencies { get; }

    /// <summary>Gets the times until a user sees something, with their probabilities, in milliseconds.</summary>
    public WeightedTime[][] Ttfts { get; }

    /// <summary>Gets a value indicating whether every cost is known.</summary>
    public bool HasCost => Array.TrueForAll(CostUsd, cost => !double.IsNaN(cost));

    /// <summary>Returns the scores of one policy; <see langword="null"/> when an outcome is missing.</summary>
    public static PolicyScores? Of(RoutingPolicy policy, IReadOnlyList<RoutedTask> tasks, ReplayAssumptions assumptions)
    {
        var scores = new PolicyScores(tasks.Count);
        var models = policy.Models.ToArray();
        for (var i = 0; i < tasks.Count; i++)
        {
            if (PolicyReplay.Follow(policy, models, tasks[i], assumptions) is not { } paths)
                return null;

            scores.Set(i, paths);
        }

        return scores;
    }

    /// <summary>Puts together the tasks that one fold each was held out with.</summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="ofTask">The scores of the policy that was chosen without a task.</param>
    public static PolicyScores Pool(int tasks, Func<int, PolicyScores> ofTask)
    {
        var pooled = new PolicyScores(tasks);
        for (var i = 0; i < tasks; i++)
        {
            var from = ofTask(i);
            pooled.Quality[i] = from.Quality[i];
            pooled.CostUsd[i] = from.CostUsd[i];
            pooled.Availability[i] = from.Availability[i];
            pooled.Escalation[i] = from.Escalation[i];
            pooled.Latencies[i] = from.Latencies[i];
            pooled.Ttfts[i] = from.Ttfts[i];
        }

        return pooled;
    }

    private void Set(int task, IReadOnlyList<ReplayedPath> paths)
    {
        var cost = 0.0;
        foreach (var path in paths)
        {
            Quality[task] += path.Passed ? path.Weight : 0;
            Availability[task] += path.Served is null ? 0 : path.Weight;
            Escalation[task] += path.IsEscalated ? path.Weight : 0;
            cost += path.Weight * (path.CostUsd ?? double.NaN);
        }

        CostUsd[task] = cost;
        Latencies[task] = [.. paths.Where(path => path is { Served: not null, LatencyMs: not null }).Select(path => new WeightedTime(path.LatencyMs!.Value, path.Weight))];
        Ttfts[task] = [.. paths.Where(path => path is { Served: not null, TtftMs: not null }).Select(path => new WeightedTime(path.TtftMs!.Value, path.Weight))];
    }
}
