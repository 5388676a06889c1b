using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Options;
using Eval.Harness.Scoring;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Sets aside the tasks of which it is known, before anything runs, that no model can be scored by them.</summary>
internal static class UnusableTasks
{
    /// <summary>
    /// Sets aside the tasks that 'datasets check' found unfit, and those whose test program or reference cannot be used; where all are so,
    /// the first are mistakes of the data set.
    /// </summary>
    /// <exception cref="UsageException">'datasets check' found all of them unfit.</exception>
    public static TaskSelection SetAside(TaskSelection selection, List<string> mistakes) =>
        WithoutUnreadable(WithoutQuarantined(selection), mistakes);

    private static TaskSelection WithoutUnreadable(TaskSelection selection, List<string> mistakes)
    {
        var unfit = selection.Tasks.Select(task => (Task: task, Problem: TestPrograms.Problem(task)))
            .Where(task => task.Problem is not null)
            .Select(task => new RunSetAsideTask(task.Task.Dataset, task.Task.Id, task.Problem!)).ToList();
        if (unfit.Count < selection.Tasks.Count || unfit.Count == 0)
        {
            return selection.Without(unfit);
        }

        mistakes.AddRange(selection.Tasks.Select(TestPrograms.Mistake).OfType<string>());
        return selection;
    }

    private static TaskSelection WithoutQuarantined(TaskSelection selection)
    {
        if (!selection.Tasks.OfType<IssueTask>().Any())
        {
            return selection;
        }

        var quarantine = Quarantine.Read(Quarantine.DefaultFile);
        var unfit = selection.Tasks.Where(task => quarantine.ReasonOf(task) is not null)
            .Select(task => new RunSetAsideTask(task.Dataset, task.Id, $"'datasets check' found that {quarantine.ReasonOf(task)}"))
            .ToList();
        return unfit.Count < selection.Tasks.Count
            ? selection.Without(unfit)
            : throw new UsageException($"All tasks are set aside by 'datasets check' (the first, {unfit[0].TaskId}: {unfit[0].Reason}); "
            + $"see {Quarantine.DefaultFile}.");
    }
}
