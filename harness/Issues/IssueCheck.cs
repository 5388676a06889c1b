using System.Collections.Concurrent;
using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Issues;

/// <summary>Checks issue tasks against themselves: the known patch must resolve and no patch must not, every time.</summary>
internal sealed class IssueCheck(IssueGrader grader, int times, int atOnce)
{
    /// <summary>How often each is tried unless told; what comes out differently is not fit to score anybody by.</summary>
    public const int DefaultTimes = 2;

    /// <summary>
    /// Checks the tasks; what is found of one is told as soon as it is. Cancelled, it returns those that were checked by then.
    /// </summary>
    public async Task<IReadOnlyList<CheckedTask>> RunAsync(IReadOnlyList<IssueTask> tasks, Action<CheckedTask> tell, CancellationToken ct)
    {
        var results = new ConcurrentBag<CheckedTask>();
        try
        {
            await Parallel.ForEachAsync(tasks, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct },
                async (task, token) =>
            {
                var result = await CheckAsync(task, token);
                results.Add(result);
                tell(result);
            });
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Of a task in the middle nothing is known.
        }

        return results.OrderBy(result => result.Task.Id, StringComparer.Ordinal).ToList();
    }

    private async Task<CheckedTask> CheckAsync(IssueTask task, CancellationToken ct)
    {
        if (task.GoldPatch is not { } gold)
        {
            return new CheckedTask(task, "has no known patch, so it cannot be checked", 0, 0, TimeSpan.Zero, "");
        }

        var (resolved, unresolved) = (0, 0);
        var time = TimeSpan.Zero;
        string? problem = null;
        var origin = "";
        for (var i = 0; i < times; i++)
        {
            try
            {
                var change = new ProposedChange { Kind = ChangeKind.Diff, Diff = gold };
                var with = i == 0 ? await grader.GradeGoldAnewAsync(task, change, ct) : await grader.GradeAsync(task, change, ct);
                origin = with.Grading is { } grading ? TrustOf(grading) : origin;
                var without = await grader.GradeBaseAsync(task, ct);
                resolved += with.Verdict == Verdict.Passed ? 1 : 0;
                var fails = IsAsListed(task, without.Grading!);
                unresolved += fails ? 1 : 0;
                time += with.Execution ?? TimeSpan.Zero;
                problem ??= with.Verdict != Verdict.Passed ? $"the known patch does not resolve it: {with.Error}" : fails
                    ? null : $"without a patch it is not as listed: {without.Error ?? "resolved"}";
            }
            catch (SandboxUnavailableException e)
            {
                problem ??= e.Message;
            }
        }

        var isFlaky = (resolved > 0 && resolved < times) || (unresolved > 0 && unresolved < times);
        return new CheckedTask(task, isFlaky ? "is flaky: " + problem : problem, resolved, unresolved, time / times, origin);
    }

    private static string TrustOf(IssueGrading grading) => grading switch
    {
        { OriginWeakness: { } weakness } => "its runner is believed: " + weakness,
        { GuessProbability: { } probability and < 1 } =>
            string.Create(CultureInfo.InvariantCulture, $"{grading.WrongTwins} twins, guessed with 1 in {1 / probability:N0}"),
        _ => "tests renamed, no twins",
    };

    /// <summary>Without a patch exactly the listed tests fail.</summary>
    private static bool IsAsListed(IssueTask task, IssueGrading grading) =>
        !grading.IsResolved && grading.FailToPassFailed.Count == task.FailToPass.Count && grading.PassToPassFailed.Count == 0;
}
