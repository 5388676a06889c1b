using Eval.Results.Statistics;
using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>Deals the tasks of a table into folds.</summary>
internal static class RoutingFolds
{
    /// <summary>
    /// Returns each task's fold. Issues of one repository stay together when there are at least two repositories for each fold; with fewer,
    /// one fold would hold a large part of all tasks, and rules by repository could never be tried.
    /// </summary>
    public static int[] Create(RoutingTable table, int folds, ulong seed)
    {
        var clusters = table.Tasks.Select(task => task.Repository ?? task.Id).Distinct(StringComparer.Ordinal).Count();
        var isClustered = clusters < table.Tasks.Count && clusters >= 2 * folds;
        string Unit(RoutedTask task) => isClustered && task.Repository is { } repository ? repository : $"{task.Class}/{task.Id}";
        var units = table.Tasks.Select(task => (Id: Unit(task), task.Class)).DistinctBy(unit => unit.Id, StringComparer.Ordinal);
        var foldOf = TaskFolds.Create(units, folds, seed);
        return [.. table.Tasks.Select(task => foldOf[Unit(task)])];
    }
}
