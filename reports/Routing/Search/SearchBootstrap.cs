using Eval.Reports.Statistics;

namespace Eval.Reports.Routing.Search;

/// <summary>
/// Repeats choosing and scoring on drawn tasks. Intervals that hold the choice fixed are too narrow, because another set of tasks would have led to
/// another choice.
/// </summary>
internal static class SearchBootstrap
{
    /// <summary>Other draws than those of the reports' intervals.</summary>
    private const ulong Seed = 20_240_913;

    /// <summary>Returns the intervals of the savings against each of some comparators, and of the quality's difference from the first.</summary>
    public static (IReadOnlyList<(double Low, double High)> Savings, (double Low, double High) QualityDifference) Intervals(
        CrossFit fitted, int[] foldOf, Selection selection, Candidate otherwise, IReadOnlyList<Candidate> comparators, int replicates)
    {
        var savings = comparators.Select(_ => new double[replicates]).ToList();
        var differences = new double[replicates];
        var drawn = new int[foldOf.Length];
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            Array.Clear(drawn);
            for (var position = 0; position < drawn.Length; position++)
                drawn[SplitMix64.Below(drawn.Length, Seed, ((long)replicate * drawn.Length) + position)]++;

            // A task that is drawn twice is in one fold with itself, so nothing is scored on what it was chosen on.
            var chosen = Enumerable.Range(0, fitted.Folds)
                .Select(fold => selection.Best(fitted.Candidates[fold], TrainingTasks.Without(fold, foldOf, drawn)) ?? otherwise).ToArray();
            Score(chosen, foldOf, drawn, comparators, replicate, savings, differences);
        }

        return ([.. savings.Select(Ends)], Ends(differences));
    }

    private static void Score(Candidate[] chosen, int[] foldOf, int[] drawn, IReadOnlyList<Candidate> comparators, int replicate, List<double[]> savings, double[] differences)
    {
        var (cost, difference) = (0.0, 0.0);
        for (var task = 0; task < foldOf.Length; task++)
        {
            var scores = chosen[foldOf[task]].Scores;
            cost += drawn[task] * scores.CostUsd[task];
            difference += drawn[task] * (scores.Quality[task] - comparators[0].Scores.Quality[task]);
        }

        differences[replicate] = difference / foldOf.Length;
        for (var other = 0; other < comparators.Count; other++)
            savings[other][replicate] = 1 - (cost / comparators[other].Scores.CostUsd.Select((usd, task) => usd * drawn[task]).Sum());
    }

    private static (double Low, double High) Ends(double[] values)
    {
        Array.Sort(values);
        return (Percentile.Of(values, 0.025)!.Value, Percentile.Of(values, 0.975)!.Value);
    }
}
