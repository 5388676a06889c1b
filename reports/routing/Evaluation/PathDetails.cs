namespace Eval.Routing.Evaluation;

/// <summary>What is shown of a policy beside its quality and cost, task by task.</summary>
/// <param name="Availability">The probability that somebody answers.</param>
/// <param name="Escalation">The probability that a cascade goes beyond its first stage.</param>
/// <param name="Latencies">The latencies of answers.</param>
/// <param name="Ttfts">The times until a user sees something.</param>
internal sealed record PathDetails(double[] Availability, double[] Escalation, WeightedTime[][] Latencies, WeightedTime[][] Ttfts)
{
    public PathDetails(int tasks)
        : this(new double[tasks], new double[tasks], new WeightedTime[tasks][], new WeightedTime[tasks][])
    {
    }

    /// <param name="task">The task.</param>
    /// <param name="paths">Its ways.</param>
    /// <param name="combinations">By what their weights are to be divided.</param>
    public void Set(int task, List<ReplayedPath> paths, int combinations)
    {
        foreach (var path in paths)
        {
            var weight = path.Weight / combinations;
            Availability[task] += path.Served is null ? 0 : weight;
            Escalation[task] += path.IsEscalated ? weight : 0;
        }

        Latencies[task] = [.. paths.Where(path => path is { Served: not null, LatencyMs: not null })
            .Select(path => new WeightedTime(path.LatencyMs!.Value, path.Weight / combinations))];
        Ttfts[task] = [.. paths.Where(path => path is { Served: not null, TtftMs: not null })
            .Select(path => new WeightedTime(path.TtftMs!.Value, path.Weight / combinations))];
    }

    public void Set(int task, PathDetails from)
    {
        (Availability[task], Escalation[task]) = (from.Availability[task], from.Escalation[task]);
        (Latencies[task], Ttfts[task]) = (from.Latencies[task], from.Ttfts[task]);
    }
}
