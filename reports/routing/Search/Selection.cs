using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>Chooses among candidates on training tasks: the cheapest whose quality holds against the baseline's.</summary>
/// <param name="baseline">The baseline's value on every task.</param>
/// <param name="options">Margin and limits.</param>
internal sealed class Selection(PolicyScores baseline, RoutingOptions options)
{
    /// <summary>Equal money up to the rounding of sums.</summary>
    private const double SameCost = 1e-9;

    /// <summary>Returns the choice; <see langword="null"/> when nothing meets the limits and the margin.</summary>
    /// <remarks>
    /// "Quality at least the target" would land on lucky policies. So the difference must hold after one standard error is taken off
    /// (one-SE rule).
    /// </remarks>
    public Candidate? Best(IEnumerable<Candidate> candidates, TrainingTasks training)
    {
        var choice = new Choice(options);
        foreach (var candidate in candidates)
        {
            var cost = training.Mean(candidate.Scores.CostUsd);
            if (!choice.IsTooDear(cost))
            {
                choice.Consider(candidate, cost, training.Difference(candidate.Scores.Quality, baseline.Quality), training.Counts);
            }
        }

        return choice.Best;
    }

    /// <summary>Returns the choice on each of some draws.</summary>
    /// <param name="candidates">The candidates; their costs are known.</param>
    /// <param name="draws">The draws.</param>
    /// <param name="isHeldOut">The tasks that count nothing; <see langword="null"/> for none.</param>
    public Candidate?[] Best(IReadOnlyList<Candidate> candidates, TaskDraws draws, bool[]? isHeldOut)
    {
        var best = new Candidate?[draws.Replicates];
        var totals = new int[DrawnMeans.Lanes];
        DrawnMeans[] means = [.. candidates.Select(_ => new DrawnMeans())];
        for (var first = 0; first < draws.Replicates; first += DrawnMeans.Lanes)
        {
            var (replicate, counts) = (first, draws.SideBySide(first, isHeldOut, totals));
            Parallel.For(0, candidates.Count, candidate => means[candidate].Compute(counts, candidates[candidate].Scores, baseline));
            Parallel.For(0, Math.Min(DrawnMeans.Lanes, draws.Replicates - first),
                lane => best[replicate + lane] = Best(candidates, means, lane, totals[lane], counts));
        }

        return best;
    }

    private Candidate? Best(IReadOnlyList<Candidate> candidates, DrawnMeans[] means, int lane, int total, double[] sideBySide)
    {
        var (choice, counts) = (new Choice(options), (int[]?)null);
        if (options.MaxTtftP90Ms is not null || options.MaxLatencyP90Ms is not null)
        {
            counts = [.. Enumerable.Range(0, sideBySide.Length / DrawnMeans.Lanes)
                .Select(task => (int)sideBySide[(task * DrawnMeans.Lanes) + lane])];
        }

        for (var candidate = 0; candidate < means.Length; candidate++)
        {
            var cost = means[candidate].Cost(lane, total);
            if (!choice.IsTooDear(cost))
            {
                choice.Consider(candidates[candidate], cost, means[candidate].Difference(lane, total), counts);
            }
        }

        return choice.Best;
    }

    /// <summary>The best of the candidates so far.</summary>
    private struct Choice(RoutingOptions options)
    {
        private double _cost = double.PositiveInfinity;
        private double _quality;

        public Candidate? Best { get; private set; }

        public readonly bool IsTooDear(double cost) =>
            double.IsNaN(cost) || cost > (options.MaxCostPerTaskUsd ?? double.MaxValue) || cost > _cost * (1 + SameCost);

        public void Consider(Candidate candidate, double cost, (double Mean, double StandardError) difference, int[]? counts)
        {
            if (difference.Mean - difference.StandardError < -options.Margin || !Meets(candidate.Scores, counts))
            {
                return;
            }

            if (Best is null || cost < _cost * (1 - SameCost) || difference.Mean > _quality
                || (difference.Mean.Equals(_quality) && string.CompareOrdinal(candidate.Name, Best.Name) < 0))
            {
                (Best, _cost, _quality) = (candidate, cost, difference.Mean);
            }
        }

        private readonly bool Meets(PolicyScores scores, int[]? counts) =>
            (options.MaxTtftP90Ms is not { } ttft || P90(scores.TtftP90, counts!) <= ttft)
                && (options.MaxLatencyP90Ms is not { } latency || P90(scores.LatencyP90, counts!) <= latency);

        /// <summary>NaN when it is not known: what is not known cannot be promised.</summary>
        private static double P90(WeightedTimes times, int[] counts)
        {
            Span<double> values = stackalloc double[2];
            times.Evaluate(counts, values);
            return values[0];
        }
    }
}
