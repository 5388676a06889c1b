using Eval.Datasets;
using Eval.Harness.Mutations;
using Eval.Harness.Scoring;

namespace Eval.Harness.Auditing;

/// <summary>
/// Measures the tests of a data set: every task's reference must pass, and programs that differ from it in one small place must not.
/// A mutant that runs into the time limit counts as killed, one that does not compile counts nowhere.
/// </summary>
internal static class DatasetAudit
{
    public static async Task<AuditReport> RunAsync(
        IDataset dataset,
        IFunctionJudge judge,
        AuditOptions options,
        IProgress<AuditProgress>? progress,
        CancellationToken ct)
    {
        var audits = new List<TaskAudit>();
        await foreach (var task in options.Filter.Apply(dataset.ReadAsync(ct), ct))
        {
            audits.Add(ReasonToSkip(task) is { } reason
                ? new TaskAudit { TaskId = task.Id, Skipped = reason }
                : await AuditAsync((FunctionTask)task, judge, options, Reporter(progress, task.Id, audits.Count), ct));
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
        IFunctionJudge judge,
        AuditOptions options,
        Action<int, int> report,
        CancellationToken ct)
    {
        var reference = await judge.JudgeAsync(task, task.ReferenceSolution!, ct);
        if (reference.Kind != JudgementKind.Passed)
            return new TaskAudit { TaskId = task.Id, Reference = reference };

        var mutants = CSharpMutator.Mutate(task.ReferenceSolution!);
        var judgements = new JudgementKind[mutants.Count];
        var done = 0;
        report(0, mutants.Count);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, mutants.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = ct },
            async (index, token) =>
            {
                judgements[index] = (await judge.JudgeAsync(task, mutants[index].Source, token)).Kind;
                report(Interlocked.Increment(ref done), mutants.Count);
            });
        return Summarise(task, reference, mutants, judgements);
    }

    private static TaskAudit Summarise(FunctionTask task, Judgement reference, IReadOnlyList<Mutant> mutants, JudgementKind[] judgements)
    {
        var listed = task.EquivalentMutants.Select(equivalent => equivalent.Mutant).ToHashSet();
        var passed = mutants.Where((_, index) => judgements[index] == JudgementKind.Passed).ToList();
        return new TaskAudit
        {
            TaskId = task.Id,
            Reference = reference,
            Killed = judgements.Count(kind => kind is JudgementKind.Failed or JudgementKind.Timeout),
            Survivors = [.. passed.Where(mutant => !listed.Contains(mutant.Id))],
            Equivalent = passed.Count(mutant => listed.Contains(mutant.Id)),
            NotCompiled = judgements.Count(kind => kind == JudgementKind.CompileError),
            NotJudged = judgements.Count(kind => kind == JudgementKind.SandboxError),
            ListMistakes = [.. ListMistakes(task, mutants, judgements)],
        };
    }

    private static IEnumerable<string> ListMistakes(FunctionTask task, IReadOnlyList<Mutant> mutants, JudgementKind[] judgements)
    {
        var verdicts = mutants.Zip(judgements).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        foreach (var id in task.EquivalentMutants.Select(equivalent => equivalent.Mutant))
        {
            if (!verdicts.TryGetValue(id, out var verdict))
                yield return $"{id} is listed as equivalent, but there is no such mutant; remove it.";
            else if (verdict is JudgementKind.Failed or JudgementKind.Timeout)
                yield return $"{id} is listed as equivalent, but the tests kill it; remove it.";
            else if (verdict == JudgementKind.CompileError)
                yield return $"{id} is listed as equivalent, but it does not compile; remove it.";
        }
    }
}
