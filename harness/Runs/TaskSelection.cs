using Eval.Datasets;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>The tasks that a run is to ask, and those that were set aside.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Datasets">The data sets they come from; their counts are of the tasks that were read.</param>
/// <param name="SetAside">The tasks that no model can be scored by, with the reasons.</param>
internal sealed record TaskSelection(IReadOnlyList<EvalTask> Tasks, IReadOnlyList<RunDataset> Datasets,
    IReadOnlyList<RunSetAsideTask> SetAside)
{
    /// <summary>Returns the selection without further tasks; their data sets count as many fewer.</summary>
    public TaskSelection Without(IReadOnlyList<RunSetAsideTask> unfit)
    {
        var gone = unfit.Select(task => (task.Dataset, task.TaskId)).ToHashSet();
        var parts = Tasks.ToLookup(task => gone.Contains((task.Dataset, task.Id)));
        return new TaskSelection(
            parts[false].ToList(),
            Datasets.Select(dataset => dataset with { Tasks = dataset.Tasks - parts[true].Count(task => task.Dataset == dataset.Name) })
                .ToList(),
            [.. SetAside, .. unfit.Where(task => !SetAside.Any(known => known.Dataset == task.Dataset && known.TaskId == task.TaskId))]);
    }
}
