using Eval.Results.Statistics;

namespace Eval.Reports.Comparisons;

/// <summary>A model among many.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Rate">The pass rate on the tasks that all models have an outcome of; <see langword="null"/> without such a task.</param>
/// <param name="AvailableRate">The pass rate on all tasks it has an outcome of.</param>
/// <param name="Missing">The number of tasks of the others that it has no outcome of.</param>
/// <param name="LowestRate">Its rate if it failed all those.</param>
/// <param name="HighestRate">Its rate if it passed all those.</param>
/// <param name="HadEasierTasks">Whether its own tasks were easier for the other models than the rest: then its rate flatters it.</param>
/// <param name="IsAmongBest">Whether it is the best or no significant difference from it.</param>
public sealed record ModelRanking(
    string Model, Estimate? Rate, Estimate AvailableRate, int Missing, double LowestRate, double HighestRate, bool HadEasierTasks,
        bool IsAmongBest);
