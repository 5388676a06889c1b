using Eval.Datasets;
using Eval.Harness.Mutations;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Auditing;

/// <summary>
/// Measures the tests of a data set: every task's reference must pass, and programs that differ from it in one small place must not.
/// A mutant that runs into the time limit counts as killed, one that does not compile counts nowhere.
/// </summary>
internal static class DatasetAudit
{
    /// <param name="dataset">The data set.</param>
    /// <param name="score">Scores a program exactly as the answers of models are scored. Called for several at once.</param>
    /// <param name="options">What is audited, and what is needed.</param>
    /// <param name="progress">Is told where it stands; null where nobody looks.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<AuditReport> RunAsync(
        IDataset dataset,
        Func<FunctionTask, string, CancellationToken, Task<ScoredAnswer>> score,
        AuditOptions options,
        IProgress<AuditProgress>? progress,
        CancellationToken ct)
    {
        var audits = new List<TaskAudit>();
        await foreach (var task in options.Filter.Apply(dataset.ReadAsync(ct), ct))
        {
            audits.Add(ReasonToSkip(task) is { } reason
                ? new TaskAudit { TaskId = task.Id, Skipped = reason }
                : await AuditAsync((FunctionTask)task, score, options, Reporter(progress, task.Id, audits.Count), ct));
        }

        return new AuditReport(dataset.Name, dataset.Hash, options.Threshold, audits);
    }

    private static string? ReasonToSkip(EvalTask task) => task switch
    {
        not FunctionTask => "it asks for no function",
        FunctionTask { ReferenceSolution: null } => "it has no reference solution",
        { Language: not "csharp" } => $"mutants are made of C# only, not of {task.Language}",
        _ => TestPrograms.Mistake(task),
    };

    private static Action<int, int> Reporter(IProgress<AuditProgress>? progress, string taskId, int tasksDone) =>
        (done, all) => progress?.Report(new AuditProgress(taskId, tasksDone, done, all));

    private static async Task<TaskAudit> AuditAsync(
        FunctionTask task,
        Func<FunctionTask, string, CancellationToken, Task<ScoredAnswer>> score,
        AuditOptions options,
        Action<int, int> report,
        CancellationToken ct)
    {
        var reference = await ScoreAsync(score, task, task.ReferenceSolution!, ct);
        if (reference.Verdict != Verdict.Passed)
        {
            return new TaskAudit { TaskId = task.Id, Reference = reference };
        }

        var mutants = CSharpMutator.Mutate(task.ReferenceSolution!);
        var verdicts = new Verdict[mutants.Count];
        var done = 0;
        report(0, mutants.Count);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, mutants.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = ct },
            async (index, token) =>
            {
                verdicts[index] = (await ScoreAsync(score, task, mutants[index].Source, token)).Verdict;
                report(Interlocked.Increment(ref done), mutants.Count);
            });
        return Summarise(task, reference, mutants, verdicts);
    }

    private static async Task<ScoredAnswer> ScoreAsync(
        Func<FunctionTask, string, CancellationToken, Task<ScoredAnswer>> score, FunctionTask task, string code, CancellationToken ct)
    {
        try
        {
            return await score(task, code, ct);
        }
        catch (SandboxUnavailableException e)
        {
            return new ScoredAnswer { Verdict = Verdict.SandboxError, Error = e.Message };
        }
    }

    private static bool IsKilled(Verdict verdict) => verdict is not (Verdict.Passed or Verdict.CompileError or Verdict.SandboxError);

    private static TaskAudit Summarise(FunctionTask task, ScoredAnswer reference, IReadOnlyList<Mutant> mutants, Verdict[] verdicts)
    {
        var listed = task.EquivalentMutants.Select(equivalent => equivalent.Mutant).ToHashSet();
        var passed = mutants.Where((_, index) => verdicts[index] == Verdict.Passed).ToList();
        return new TaskAudit
        {
            TaskId = task.Id,
            Reference = reference,
            Killed = verdicts.Count(IsKilled),
            Survivors = [.. passed.Where(mutant => !listed.Contains(mutant.Id))],
            Equivalent = passed.Count(mutant => listed.Contains(mutant.Id)),
            NotCompiled = verdicts.Count(verdict => verdict == Verdict.CompileError),
            NotScored = verdicts.Count(verdict => verdict == Verdict.SandboxError),
            ListMistakes = [.. ListMistakes(task, mutants, verdicts)],
        };
    }

    private static IEnumerable<string> ListMistakes(FunctionTask task, IReadOnlyList<Mutant> mutants, Verdict[] verdicts)
    {
        var found = mutants.Zip(verdicts).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        foreach (var id in task.EquivalentMutants.Select(equivalent => equivalent.Mutant))
        {
            if (!found.TryGetValue(id, out var verdict))
            {
                yield return $"{id} is listed as equivalent, but there is no such mutant; remove it.";
            }
            else if (IsKilled(verdict))
            {
                yield return $"{id} is listed as equivalent, but the tests kill it; remove it.";
            }
            else if (verdict == Verdict.CompileError)
            {
                yield return $"{id} is listed as equivalent, but it does not compile; remove it.";
            }
        }
    }
}
