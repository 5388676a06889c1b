using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>Compares the models of a run, or two runs model by model.</summary>
public static class RunComparer
{
    private const double EasierBy = 2;

    /// <summary>Compares the best model with each other one, and ranks them.</summary>
    /// <param name="results">The run.</param>
    /// <param name="models">The models to compare, at least two; with exactly two they stay in this order.</param>
    /// <param name="basis">What counts as a failure.</param>
    /// <param name="byClass">Whether to compare class by class too, which takes as long again.</param>
    public static Comparison OfModels(RunResults results, IReadOnlyList<string> models, OutcomeBasis basis, bool byClass = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(models.Count, 2);
        var byModel = results.Attempts.ToLookup(attempt => attempt.Key.Model, StringComparer.Ordinal);
        var sides = models.Select(model => new ComparedSide(model, [.. byModel[model]])).ToList();
        var ranked = Rank(sides, basis);
        var ordered = models.Count == 2 ? sides : ranked.Select(ranking => sides.First(side => side.Label == ranking.Model)).ToList();
        var pairs = ordered.Skip(1).Select(other => (ordered[0], other)).ToList();
        var comparison = Create(pairs, basis, results.Summary.Metrics, byClass);
        var apart = comparison.Overall.Where(pair => pair.Verdict is ComparisonVerdict.FirstBetter or ComparisonVerdict.SecondBetter)
            .ToList();
        return comparison with
        {
            Warnings = [.. models.Except(ranked.Select(ranking => ranking.Model), StringComparer.Ordinal)
                .Select(model => $"Nothing is known of {model}: no attempt was answered.")],
            Ranking = ranked.ConvertAll(ranking =>
                ranking with { IsAmongBest = ranking.Model == ranked[0].Model
                || !apart.Any(pair => pair.First == ranking.Model || pair.Second == ranking.Model) }),
        };
    }

    /// <summary>Compares two runs, each model with itself; two runs of one model each are compared whatever the models are.</summary>
    public static Comparison OfRuns(RunResults first, RunResults second, OutcomeBasis basis)
    {
        var (firsts, seconds) = (Names(first), Names(second));
        var pairs = firsts.Intersect(seconds, StringComparer.Ordinal).Select(model => (model, model)).ToList();
        if (pairs.Count == 0 && firsts.Count == 1 && seconds.Count == 1)
        {
            pairs.Add((firsts[0], seconds[0]));
        }

        static ComparedSide Side(RunResults results, string model) =>
            new($"{model} in {results.Run.Id}", [.. results.Attempts.Where(attempt => attempt.Key.Model == model)]);
        return Create([.. pairs.Select(pair => (Side(first, pair.Item1), Side(second, pair.Item2)))], basis, first.Summary.Metrics) with
        {
            Warnings = RunDifferences.Find(first.Run, second.Run),
        };
    }

    private static Comparison Create(List<(ComparedSide First, ComparedSide Second)> pairs, OutcomeBasis basis, MetricCatalog metrics,
        bool byClass = true)
    {
        List<string> classes = !byClass ? []
            : pairs.SelectMany(pair => pair.First.Attempts).Select(attempt => attempt.Class).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        return new Comparison
        {
            Basis = basis,
            Overall = Adjusted([.. pairs.AsParallel().AsOrdered()
                .Select(pair => ModelComparer.Compare(pair.First, pair.Second, basis, metrics))]),
            ByClass = classes.Count < 2
                ? [] : Adjusted(classes.SelectMany(@class =>
                    pairs.Select(pair => ModelComparer.Compare(pair.First, pair.Second, basis, metrics, @class))).ToList()),
        };
    }

    private static List<ModelComparison> Adjusted(List<ModelComparison> comparisons)
    {
        var adjusted = new Queue<double>(HolmAdjustment.Adjust([.. comparisons.Select(comparison => comparison.PValue).OfType<double>()]));
        return comparisons.ConvertAll(comparison => comparison.PValue is null
            ? comparison : comparison with { AdjustedP = adjusted.Dequeue() });
    }

    private static List<ModelRanking> Rank(List<ComparedSide> sides, OutcomeBasis basis)
    {
        var shares = sides.ConvertAll(side => side.Attempts.Where(attempt => Counts(attempt, basis))
            .GroupBy(attempt => (attempt.Key.Dataset, attempt.Key.TaskId))
            .ToDictionary(task => task.Key, task => task.Average(attempt => attempt.Passed ? 1.0 : 0)));
        var all = shares.SelectMany(tasks => tasks.Keys).ToHashSet();
        var complete = all.Where(task => shares.TrueForAll(tasks => tasks.ContainsKey(task))).ToList();
        return sides.Zip(shares, (side, own) => (side.Label, own)).Where(pair => pair.own.Count > 0).Select(pair =>
            {
                var missing = all.Count - pair.own.Count;
                var passed = pair.own.Values.Sum();
                return new ModelRanking(
                    pair.Label,
                    WilsonInterval.Compute(Math.Min(complete.Sum(task => pair.own[task]), complete.Count), complete.Count),
                    WilsonInterval.Compute(Math.Min(passed, pair.own.Count), pair.own.Count)!,
                    missing,
                    passed / all.Count,
                    (passed + missing) / all.Count,
                    missing > 0 && HadEasierTasks(pair.own, shares),
                    IsAmongBest: false);
            })
            .OrderByDescending(ranking => (ranking.Rate ?? ranking.AvailableRate).Value)
            .ThenByDescending(ranking => ranking.AvailableRate.Value)
            .ThenBy(ranking => ranking.Model, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Whether the other models do better on a model's own tasks than overall, by more than two standard errors.</summary>
    private static bool HadEasierTasks(Dictionary<(string, string), double> own, List<Dictionary<(string, string), double>> shares)
    {
        var others = shares.Where(tasks => tasks != own).SelectMany(tasks => tasks).GroupBy(task => task.Key, task => task.Value)
            .ToDictionary(task => task.Key, task => task.Average());
        var onOwn = others.Where(task => own.ContainsKey(task.Key)).Select(task => task.Value).ToList();
        return StandardError.OfMean(onOwn) is { } error && onOwn.Average() - others.Values.Average() > EasierBy * error;
    }

    private static bool Counts(Attempt attempt, OutcomeBasis basis) =>
        basis == OutcomeBasis.Strict ? attempt.Verdict != Verdict.Skipped : attempt.Verdict.IsAnswered();

    private static List<string> Names(RunResults results) =>
        results.Attempts.Select(attempt => attempt.Key.Model).Distinct(StringComparer.Ordinal).ToList();
}
