using Eval.Datasets;
using Eval.Harness.Console;
using Eval.Harness.Fitness;
using Eval.Harness.Options;
using Eval.Harness.Scoring;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Takes out of a plan, before anything is asked or scored, the tasks that no model can be scored by, and says which.</summary>
internal sealed class PlanFitness(Terminal terminal, bool isQuiet)
{
    /// <summary>Returns what checks tasks by the scorers of a run.</summary>
    public ReferenceCheck CheckBy(IReadOnlyList<IScorer> scorers, int maxSandboxes) =>
        new(scorers.OfType<FunctionScorer>().ToList(), FitnessCache.Read(PublicDataset.Folder, terminal.SayWarning), 2 * maxSandboxes);

    /// <param name="plan">The plan.</param>
    /// <param name="check">What checks the tasks; null to believe in all of them.</param>
    /// <param name="earlier">What an earlier part of the run had set aside; it stays so where it is not checked again.</param>
    /// <param name="ct">Ends the check; what is not checked by then stays in the plan.</param>
    public async Task<RunPlan> ApplyAsync(RunPlan plan, ReferenceCheck? check, IReadOnlyList<RunSetAsideTask> earlier, CancellationToken ct)
    {
        var clock = TimeProvider.System.GetTimestamp();
        var found = check is null ? [] : await check.RunAsync(plan.Tasks.OfType<FunctionTask>().ToList(), ct);
        var known = found.Where(task => task.Kind is FitnessKind.Fit or FitnessKind.Unfit).ToList();
        var unfit = known.Where(task => task.Kind == FitnessKind.Unfit)
            .Select(task => new RunSetAsideTask(task.Task.Dataset, task.Task.Id, task.Reason!));
        var names = known.Select(task => (task.Task.Dataset, task.Task.Id)).ToHashSet();
        var left = plan.Without([.. unfit, .. earlier.Where(task => !names.Contains((task.Dataset, task.TaskId)))]);
        SetAsideText.Say(terminal, left.Run);
        if (left.Tasks.Count == 0)
        {
            throw new UsageException("All tasks are set aside, so no model can be scored on them; --no-check asks them all the same.");
        }

        SayFailures(found);
        if (!isQuiet && known.Count(task => !task.IsRemembered) is > 0 and var checks)
        {
            terminal.Say($"checked {Format.Count(checks, "task")} by what the data set gives, before anything is asked: "
                + FormattableString.Invariant($"{TimeProvider.System.GetElapsedTime(clock).TotalSeconds:0.0} s"));
        }

        return left;
    }

    private void SayFailures(IReadOnlyList<TaskFitness> found)
    {
        var failed = found.Where(task => task.Kind == FitnessKind.SandboxFailed).ToList();
        if (failed.Count > 0)
        {
            terminal.SayWarning($"the sandbox failed at the check of {Format.Count(failed.Count, "task")}, which says nothing about them; "
                + "a resumed run checks again "
                + $"(first: {failed[0].Task.Id}: {failed[0].Reason})");
        }
    }
}
