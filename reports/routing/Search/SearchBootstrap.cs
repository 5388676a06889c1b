using Eval.Results.Statistics;
using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>
/// Repeats choosing and scoring on drawn tasks. Intervals that hold the choice fixed are too narrow, because another set of tasks would
/// have led to another choice.
/// </summary>
internal static class SearchBootstrap
{
    /// <summary>Other draws than those of the reports' intervals.</summary>
    private const ulong Seed = 20_240_913;

    /// <summary>Returns the draws on which choosing is repeated.</summary>
    public static TaskDraws Draws(int tasks, int replicates) => new(tasks, replicates, Seed);

    /// <summary>
    /// Returns the intervals of the savings against each of some comparators, and of the quality's difference from the first.
    /// </summary>
    /// <param name="redrawn">What was chosen without each fold on each draw.</param>
    /// <param name="foldOf">The fold of each task.</param>
    /// <param name="comparators">What the choices are compared with.</param>
    public static (IReadOnlyList<(double Low, double High)> Savings, (double Low, double High) QualityDifference) Intervals(
        Candidate[][] redrawn, int[] foldOf, IReadOnlyList<Candidate> comparators)
    {
        var draws = Draws(foldOf.Length, redrawn[0].Length);
        var savings = comparators.Select(_ => new double[draws.Replicates]).ToList();
        var differences = new double[draws.Replicates];
        var drawn = new int[foldOf.Length];
        for (var replicate = 0; replicate < draws.Replicates; replicate++)
        {
            draws.Count(replicate, drawn);
            Score([.. redrawn.Select(fold => fold[replicate].Scores)], foldOf, drawn, comparators, replicate, savings, differences);
        }

        return ([.. savings.Select(Ends)], Ends(differences));
    }

    private static void Score(PolicyScores[] ofFold, int[] foldOf, int[] drawn, IReadOnlyList<Candidate> comparators, int replicate,
        List<double[]> savings, double[] differences)
    {
        var (cost, difference) = (0.0, 0.0);
        var baseline = comparators[0].Scores.Quality;
        for (var task = 0; task < foldOf.Length; task++)
        {
            var scores = ofFold[foldOf[task]];
            cost += drawn[task] * scores.CostUsd[task];
            difference += drawn[task] * (scores.Quality[task] - baseline[task]);
        }

        differences[replicate] = difference / foldOf.Length;
        for (var other = 0; other < comparators.Count; other++)
        {
            savings[other][replicate] = 1 - (cost / Paid(comparators[other].Scores.CostUsd, drawn));
        }
    }

    private static double Paid(double[] costs, int[] drawn)
    {
        var sum = 0.0;
        for (var task = 0; task < costs.Length; task++)
        {
            sum += costs[task] * drawn[task];
        }

        return sum;
    }

    private static (double Low, double High) Ends(double[] values)
    {
        Array.Sort(values);
        return (Percentile.Compute(values, 0.025)!.Value, Percentile.Compute(values, 0.975)!.Value);
    }
}
