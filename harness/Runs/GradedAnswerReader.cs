using Eval.Datasets;
using Eval.Harness.Options;
using Eval.Harness.Replies;

namespace Eval.Harness.Runs;

/// <summary>Reads answers that were made elsewhere, and says what of them cannot be used.</summary>
internal static class GradedAnswerReader
{
    private const int MaxNamedTasks = 5;

    /// <summary>Reads the answers to the chosen tasks, and leaves the tasks that have one. What is left out is said.</summary>
    public static async Task<(GradedAnswers Answers, IReadOnlyList<EvalTask> Tasks)> ReadAsync(
        RunOptions options, IReadOnlyList<EvalTask> tasks, List<string> mistakes, Action<string> warn, CancellationToken ct)
    {
        var orders = await OrdersAsync(options, tasks, ct);
        foreach (var same in options.Completions.GroupBy(CompletionFile.NameOf, StringComparer.OrdinalIgnoreCase)
            .Where(paths => paths.Count() > 1))
        {
            mistakes.Add($"--completions {string.Join(" and ", same)} are both called {same.Key}, and their results would be written into "
                + "one file; give them names of their own.");
        }

        var known = tasks.ToLookup(task => task.Id);
        var completions = new List<StoredCompletion>();
        var keys = new HashSet<(string, string, int)>();
        var unknown = new List<string>();
        var files = options.Completions.Where(Path.Exists).Select(path => (path, CompletionFile.ReadAsync(path, orders, ct)))
            .Concat(options.Predictions.Where(file => file == GradedAnswers.Gold || File.Exists(file))
                .Select(file => (file, file == GradedAnswers.Gold ? GoldPatches(tasks) : PredictionFile.ReadAsync(file, ct))));
        foreach (var (file, answers) in files)
        {
            try
            {
                await foreach (var completion in answers)
                {
                    if (!known.Contains(completion.TaskId))
                    {
                        unknown.Add(completion.TaskId);
                    }
                    else if (!keys.Add((completion.Model, completion.TaskId, completion.Sample)))
                    {
                        mistakes.Add($"{file}, line {completion.Line}: sample {completion.Sample} of {completion.Model} for task "
                            + $"{completion.TaskId} stands in another file too; give the models names of their own.");
                    }
                    else
                    {
                        completions.Add(completion);
                    }
                }
            }
            catch (DatasetFormatException e)
            {
                mistakes.AddRange(e.Sentences);
            }
        }

        if (completions.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add($"None of the answers is for one of the chosen tasks (the answers name {Some(unknown)}); name the right file with "
                + "--datasets.");
        }
        else if (unknown.Count > 0)
        {
            warn($"{unknown.Count} answers are for tasks that are not among the chosen ones and are left out ({Some(unknown)}).");
        }

        var answered = completions.Select(completion => completion.TaskId).ToHashSet();
        var open = tasks.Where(task => !answered.Contains(task.Id)).Select(task => task.Id).ToList();
        if (open.Count > 0 && completions.Count > 0)
        {
            warn($"{open.Count} of {tasks.Count} tasks have no answer and count in no rate ({Some(open)}).");
        }

        foreach (var model in completions.Where(IsFencedProgram).GroupBy(completion => completion.Model))
        {
            warn(
                $"{model.First().File}: {model.Count()} answers of {model.Key} hold a Markdown fence, but their field says that they are "
                    + "code, which is run "
                + $"as it stands ({Some(model.Select(completion => completion.TaskId))}); give chat replies as 'reply', then their code is "
                + "read out.");
        }

        return (new GradedAnswers(options.Completions, orders, completions),
            tasks.Where(task => answered.Contains(task.Id)).ToList());
    }

    private static bool IsFencedProgram(StoredCompletion completion) =>
        completion.Kind is CompletionKind.Completion or CompletionKind.Solution && CommonMarkFences.Read(completion.Text).Count > 0;

    /// <summary>
    /// Returns the ids of all tasks of the data sets, and of the chosen ones: one of these is the order of answers without ids.
    /// </summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> OrdersAsync(
        RunOptions options, IReadOnlyList<EvalTask> chosen, CancellationToken ct)
    {
        var all = new List<string>();
        foreach (var name in options.Completions.Count > 0 ? options.Datasets : [])
        {
            try
            {
                var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
                all.AddRange(await dataset.ReadAsync(ct).Select(task => task.Id).ToListAsync(ct));
            }
            catch (DatasetFormatException)
            {
                // Told when its tasks were read.
            }
        }

        return [all, [.. chosen.Select(task => task.Id)]];
    }

    /// <summary>The tasks' own patches, as SWE-bench calls and grades them.</summary>
    private static async IAsyncEnumerable<StoredCompletion> GoldPatches(IEnumerable<EvalTask> tasks)
    {
        await Task.CompletedTask;
        foreach (var task in tasks.OfType<IssueTask>().Where(task => task.GoldPatch is not null))
        {
            yield return new StoredCompletion(GradedAnswers.Gold, task.Id, 0, CompletionKind.Patch, task.GoldPatch!, GradedAnswers.Gold, 0);
        }
    }

    private static string Some(IEnumerable<string> tasks)
    {
        var all = tasks.Distinct().ToList();
        return string.Join(", ", all.Take(MaxNamedTasks)) + (all.Count > MaxNamedTasks ? ", …" : "");
    }
}
