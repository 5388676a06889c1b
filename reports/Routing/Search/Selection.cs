using Eval.Reports.Routing.Evaluation;

namespace Eval.Reports.Routing.Search;

/// <summary>Chooses among candidates on training tasks: the cheapest whose quality holds against the baseline's.</summary>
/// <param name="baseline">The baseline's value on every task.</param>
/// <param name="options">Margin and limits.</param>
internal sealed class Selection(PolicyScores baseline, RoutingOptions options)
{
    /// <summary>Equal money up to the rounding of sums.</summary>
    private const double SameCost = 1e-9;

    /// <summary>Returns the choice; <see langword="null"/> when nothing meets the limits and the margin.</summary>
    /// <remarks>
    /// "Quality at least the target" would land on lucky policies. So the difference must hold after one standard error is taken off (one-SE rule).
    /// </remarks>
    public Candidate? Best(IEnumerable<Candidate> candidates, TrainingTasks training)
    {
        Candidate? best = null;
        var (bestCost, bestQuality) = (double.PositiveInfinity, 0.0);
        foreach (var candidate in candidates)
        {
            var cost = training.Mean(candidate.Scores.CostUsd);
            if (double.IsNaN(cost) || cost > (options.MaxCostPerTaskUsd ?? double.MaxValue) || cost > bestCost * (1 + SameCost))
                continue;

            var (difference, error) = training.Difference(candidate.Scores.Quality, baseline.Quality);
            if (difference - error < -options.Margin || !MeetsTimes(candidate.Scores, training))
                continue;

            if (best is null || cost < bestCost * (1 - SameCost) || difference > bestQuality || (difference.Equals(bestQuality) && string.CompareOrdinal(candidate.Name, best.Name) < 0))
                (best, bestCost, bestQuality) = (candidate, cost, difference);
        }

        return best;
    }

    private bool MeetsTimes(PolicyScores scores, TrainingTasks training) =>
        Meets(scores.Ttfts, options.MaxTtftP90Ms, training) && Meets(scores.Latencies, options.MaxLatencyP90Ms, training);

    private static bool Meets(WeightedTime[][] times, double? most, TrainingTasks training)
    {
        if (most is not { } limit)
            return true;

        var quantiles = new WeightedTimes(times, 0.9);
        Span<double> values = stackalloc double[2];
        quantiles.Evaluate(training.Counts, values);

        // What is not known cannot be promised.
        return values[0] <= limit;
    }
}
