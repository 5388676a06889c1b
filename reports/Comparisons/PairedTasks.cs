using Eval.Results.Records;

namespace Eval.Reports.Comparisons;

/// <summary>The tasks that two sides have in common, in ordinal order, with each side's attempts at them.</summary>
internal sealed class PairedTasks
{
    private PairedTasks(List<(Attempt[] First, Attempt[] Second)> tasks, int dropped)
    {
        Tasks = tasks;
        Dropped = dropped;
    }

    public IReadOnlyList<(Attempt[] First, Attempt[] Second)> Tasks { get; }

    /// <summary>The number of tasks that only one side has an outcome of, or that were changed in between.</summary>
    public int Dropped { get; }

    public bool HasOneSampleEach => Tasks.All(task => task is { First.Length: 1, Second.Length: 1 });

    public static PairedTasks From(ComparedSide first, ComparedSide second, OutcomeBasis basis)
    {
        var (firsts, seconds) = (ByTask(first, basis), ByTask(second, basis));
        var common = firsts.Keys.Where(seconds.ContainsKey)
            .Where(key => IsSame(firsts[key][0], seconds[key][0]))
            .OrderBy(key => key.Task, StringComparer.Ordinal).ThenBy(key => key.Dataset, StringComparer.Ordinal)
            .Select(key => (firsts[key], seconds[key])).ToList();
        return new PairedTasks(common, firsts.Keys.Union(seconds.Keys).Count() - common.Count);
    }

    public double[] Shares(Func<(Attempt[] First, Attempt[] Second), Attempt[]> side) =>
        [.. Tasks.Select(task => side(task).Average(attempt => attempt.Passed ? 1.0 : 0))];

    private static bool IsSame(Attempt first, Attempt second) =>
        first.TaskHash is null || second.TaskHash is null || first.TaskHash == second.TaskHash;

    private static Dictionary<(string Task, string Dataset), Attempt[]> ByTask(ComparedSide side, OutcomeBasis basis) => side.Attempts
        .Where(attempt => basis == OutcomeBasis.Strict ? attempt.Verdict != Verdict.Skipped : attempt.Verdict.IsAnswered())
        .GroupBy(attempt => (attempt.Key.TaskId, attempt.Key.Dataset))
        .ToDictionary(task => task.Key, task => task.ToArray());
}
