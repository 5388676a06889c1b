using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Harness.Scoring.TestCode;
using Eval.Results.Records;
using Eval.Sandboxes.Roslyn;

namespace Eval.Harness.Fitness;

/// <summary>
/// Scores the reference of each task as an answer would be, before any answer is: where the data set's own solution does not pass, no
/// verdict by that task says anything about a model. A task without a reference is looked at as far as that goes.
/// </summary>
/// <param name="scorers">What scores answers.</param>
/// <param name="cache">What is remembered of earlier checks; null for nothing.</param>
/// <param name="atOnce">How many tasks are checked at once.</param>
/// <param name="times">How often each reference is run. One that does not pass is run at least twice. Default: once.</param>
/// <param name="anew">Whether what is remembered does not count, and is replaced by what is found. Default: no.</param>
internal sealed class ReferenceCheck(IReadOnlyList<FunctionScorer> scorers, FitnessCache? cache, int atOnce, int times = 1,
    bool anew = false)
{
    private const int MinFailures = 2;
    private const int MaxReasonChars = 500;

    /// <summary>Checks the tasks. Cancelled, it returns those that were checked by then.</summary>
    public async Task<IReadOnlyList<TaskFitness>> RunAsync(IReadOnlyList<FunctionTask> tasks, CancellationToken ct)
    {
        var found = new ConcurrentDictionary<int, TaskFitness>();
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct };
            await Parallel.ForEachAsync(Enumerable.Range(0, tasks.Count), parallel,
                async (index, token) => found[index] = await CheckAsync(tasks[index], token));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Of a task in the middle nothing is known.
        }

        cache?.Save();
        return found.OrderBy(task => task.Key).Select(task => task.Value).ToList();
    }

    private async Task<TaskFitness> CheckAsync(FunctionTask task, CancellationToken ct)
    {
        if (scorers.FirstOrDefault(scorer => scorer.Accepts(task)) is not { } scorer)
        {
            return new TaskFitness(task, FitnessKind.Unchecked);
        }

        try
        {
            var key = FitnessCache.Key(task, await scorer.CircumstancesAsync(task.Language, ct));
            if (!anew && cache?.Find(key, task) is { } remembered)
            {
                return remembered;
            }

            var fitness = task.ReferenceSolution is null
                ? await WithoutReferenceAsync(scorer, task, ct)
                : await WithReferenceAsync(scorer, task, ct);
            cache?.Add(key, fitness);
            return fitness;
        }
        catch (TestProgramException e)
        {
            return new TaskFitness(task, FitnessKind.Unfit, Short(e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The sandbox's failure, or that of this program over one odd task: no reason to end a run.
            return new TaskFitness(task, FitnessKind.SandboxFailed, Short(e.Message));
        }
    }

    private async Task<TaskFitness> WithReferenceAsync(FunctionScorer scorer, FunctionTask task, CancellationToken ct)
    {
        var (passed, failed, isCertain) = (0, 0, true);
        string? reason = null;
        ScoredAnswer? last = null;
        for (var i = 0; i < times || (failed > 0 && i < MinFailures); i++)
        {
            var scored = last = await SandboxRetry.RunAsync(() => scorer.ScoreCodeAsync(task, task.ReferenceSolution!, ct));
            if (scored.UnfitReason is not null)
            {
                return new TaskFitness(task, FitnessKind.Unfit, Short(scored.UnfitReason));
            }

            passed += scored.Verdict == Verdict.Passed ? 1 : 0;
            failed += scored.Verdict == Verdict.Passed ? 0 : 1;
            isCertain &= IsCertain(scored);
            reason ??= scored.Verdict == Verdict.Passed ? null : Reason(scored);
        }

        return failed == 0 ? new TaskFitness(task, FitnessKind.Fit) { InsideReason = last?.InsideReason is { } why ? Short(why) : null }
            : new TaskFitness(task, FitnessKind.Unfit, Short(passed == 0
                ? $"its own reference does not pass: {reason}"
                : $"is flaky: its own reference passed {passed} of {passed + failed} times: {reason}"))
            {
                IsCertain = passed == 0 && isCertain,
            };
    }

    /// <summary>Whether it would be so again: time and memory are the machine's and its load's as well.</summary>
    private static bool IsCertain(ScoredAnswer scored) =>
        scored.Verdict is Verdict.Failed or Verdict.CompileError
            && scored.Error?.StartsWith(RoslynSandbox.CompilerLimitId, StringComparison.Ordinal) != true;

    private static async Task<TaskFitness> WithoutReferenceAsync(FunctionScorer scorer, FunctionTask task, CancellationToken ct)
    {
        if (!StubAnswer.Suits(task))
        {
            return new TaskFitness(task, FitnessKind.Unchecked);
        }

        return await scorer.ContradictionAsync(task, ct) is { } contradiction
            ? new TaskFitness(task, FitnessKind.Unfit,
                Short(contradiction)) { IsCertain = !contradiction.Contains(RoslynSandbox.CompilerLimitId, StringComparison.Ordinal) }
            : new TaskFitness(task, FitnessKind.Fit);
    }

    private static string Reason(ScoredAnswer scored) =>
        $"{scored.Verdict.Name().Replace('_', ' ')}, {scored.Error}" + (scored.Verdict == Verdict.Timeout ? "; --timeout allows more" : "");

    private static string Short(string text) => ResultReader.Short(text, MaxReasonChars);
}
