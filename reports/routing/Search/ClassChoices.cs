using Eval.Results.Statistics;
using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>Compares the models within each class.</summary>
internal static class ClassChoices
{
    public static IReadOnlyList<ClassChoice> Create(RoutingTable table, IReadOnlyList<Candidate> models, double margin)
    {
        var choices = table.Tasks.Select((task, index) => (task.Class, index))
            .GroupBy(task => task.Class, task => task.index, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Create(group.Key, [.. group], models, margin)).ToList();
        var tested = choices.Where(choice => choice.PValue is not null).ToList();
        var adjusted = HolmAdjustment.Adjust([.. tested.Select(choice => choice.PValue!.Value)]);
        return [.. choices.Select(choice => tested.IndexOf(choice) is >= 0 and var number
            ? choice with { PValue = adjusted[number] } : choice)];
    }

    private static ClassChoice Create(string name, int[] tasks, IReadOnlyList<Candidate> models, double margin)
    {
        double Quality(Candidate model) => tasks.Average(task => model.Scores.Quality[task]);
        double Cost(Candidate model) => tasks.Average(task => model.Scores.CostUsd[task]);
        Estimate Rate(Candidate model) => WilsonInterval.Compute(Math.Min(tasks.Sum(task => model.Scores.Quality[task]), tasks.Length),
            tasks.Length)!;

        var best = models.OrderByDescending(Quality).ThenBy(Cost).ThenBy(model => model.Name, StringComparer.Ordinal).First();
        var cheapest = models.Where(model => model != best && Cost(model) < Cost(best)).OrderBy(Cost)
            .ThenBy(model => model.Name, StringComparer.Ordinal)
            .FirstOrDefault(model => Difference(model, best, tasks).Low >= -margin) ?? best;
        return new ClassChoice
        {
            Class = name,
            Tasks = tasks.Length,
            Best = best.Name,
            BestQuality = Rate(best),
            BestCostUsd = Cost(best),
            Cheapest = cheapest.Name,
            CheapestQuality = Rate(cheapest),
            CheapestCostUsd = Cost(cheapest),
            Difference = cheapest == best ? null : Difference(cheapest, best, tasks),
            PValue = cheapest == best || Counts(cheapest, best, tasks) is not { } counts
                ? null : McNemarTest.Exact(counts.OnlyFirst, counts.OnlySecond),
        };
    }

    private static Estimate Difference(Candidate one, Candidate other, int[] tasks) => Counts(one, other, tasks) is { } counts
        ? NewcombeInterval.Compute(counts)!
        : TaskDifference.Estimate([.. tasks.Select(task => one.Scores.Quality[task] - other.Scores.Quality[task])]);

    /// <summary>Returns the table of both models; null when a task was asked several times.</summary>
    private static PairedCounts? Counts(Candidate one, Candidate other, int[] tasks)
    {
        if (tasks.Any(task => one.Scores.Quality[task] is not (0 or 1) || other.Scores.Quality[task] is not (0 or 1)))
        {
            return null;
        }

        int Count(double first, double second) =>
            tasks.Count(task => one.Scores.Quality[task].Equals(first) && other.Scores.Quality[task].Equals(second));
        return new PairedCounts(Count(1, 1), Count(1, 0), Count(0, 1), Count(0, 0));
    }
}
