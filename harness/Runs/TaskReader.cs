using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Expressions;
using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Reads the tasks of a run.</summary>
internal static class TaskReader
{
    /// <summary>
    /// Reads the tasks that the options and the configuration's filter leave; every record is checked before any model is asked.
    /// </summary>
    public static async Task<TaskSelection> ReadAsync(TaskOptions options, EvalConfig config, string configName, List<string> mistakes,
        CancellationToken ct)
    {
        var expression = CompileFilter(config, configName, mistakes);
        var filter = new TaskFilter { Limit = options.Limit, Ids = options.Ids, Classes = options.Classes };
        var tasks = new List<EvalTask>();
        var datasets = new List<RunDataset>();
        var setAside = new List<RunSetAsideTask>();
        foreach (var name in options.Datasets)
        {
            try
            {
                var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
                if (datasets.Any(other => other.Name == dataset.Name))
                {
                    mistakes.Add($"--datasets {name}: another data set is called '{dataset.Name}' too; rename the file.");
                    continue;
                }

                var before = tasks.Count;
                await foreach (var task in filter.Apply(dataset.ReadAsync(ct), ct))
                {
                    if (expression is null || await expression.IncludesAsync(task, ct))
                    {
                        tasks.Add(task);
                    }
                }

                datasets.Add(new RunDataset(dataset.Name, name, dataset.Hash, tasks.Count - before));
                // Of these only the id is known. Those behind the last task that a limit leaves are not read.
                setAside.AddRange(dataset.SetAside.Where(task => options.Ids.Count == 0 || TaskFilter.Matches(options.Ids, task.TaskId))
                    .Select(task => new RunSetAsideTask(dataset.Name, task.TaskId, task.Reason)));
            }
            catch (DatasetFormatException e)
            {
                mistakes.AddRange(e.Sentences);
            }
        }

        if (mistakes.Count == 0 && tasks.Count == 0)
        {
            mistakes.Add(setAside.Count > 0
                ? $"No task is left: {setAside.Count} are set aside, the first is {setAside[0].TaskId}: {setAside[0].Reason}"
                : "No task is left: loosen --tasks, --class, --limit or the configuration's filter; 'datasets list' shows what there is.");
        }

        return new TaskSelection(tasks, datasets, setAside);
    }

    private static TaskFilterExpression? CompileFilter(EvalConfig config, string configName, List<string> mistakes)
    {
        try
        {
            return config.Filter is null ? null : TaskFilterExpression.Compile(config.Filter);
        }
        catch (FormatException e)
        {
            mistakes.Add($"{configName}, {e.Message}");
            return null;
        }
    }
}
