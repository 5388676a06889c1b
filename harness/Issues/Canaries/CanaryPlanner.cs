using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// Finds out how the tests of a task are disguised, by its known patch alone: no answer and no load ever changes that. What breaks the
/// known patch is left out, and where nothing is left the runner is believed, which every attempt then says.
/// </summary>
/// <param name="grade">Grades a change with a plan.</param>
/// <param name="gradeBase">Runs the tests with a plan and without a change.</param>
/// <param name="readTests">Reads the hidden files of a task from a copy in which nothing of a model was.</param>
/// <param name="store">What is remembered.</param>
internal sealed class CanaryPlanner(
    Func<IssueTask, ProposedChange, CanaryPlan, CancellationToken, Task<GradedChange>> grade,
    Func<IssueTask, CanaryPlan, CancellationToken, Task<GradedChange>> gradeBase,
    Func<IssueTask, CancellationToken, Task<IReadOnlyDictionary<string, string>>> readTests,
    CanaryPlanStore store)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<CanaryPlan>>> _plans = new(StringComparer.Ordinal);

    /// <summary>Returns the plan of a task, made now where none is remembered.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public async Task<CanaryPlan> FindAsync(IssueTask task, WorkspaceEnvironment environment, CancellationToken ct)
    {
        var key = $"{task.Dataset}\0{task.Id}\0{task.ContentHash}";
        var plan = _plans.GetOrAdd(key, _ =>
            new Lazy<Task<CanaryPlan>>(async () => store.Find(task, environment)
            ?? (await MakeAsync(task, environment, CancellationToken.None)).Plan));
        try
        {
            return await plan.Value.WaitAsync(ct);
        }
        catch (SandboxUnavailableException)
        {
            _plans.TryRemove(KeyValuePair.Create(key, plan));
            throw;
        }
    }

    /// <summary>
    /// Makes the plan of a task anew; also returns how the known patch was graded with it, null where it has none that resolves.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public async Task<(CanaryPlan Plan, ScoredAnswer? Gold)> MakeAsync(IssueTask task, WorkspaceEnvironment environment,
        CancellationToken ct)
    {
        var (plan, gold) = await TryAsync(task, ct);
        store.Save(task, environment, plan);
        _plans[$"{task.Dataset}\0{task.Id}\0{task.ContentHash}"] = new Lazy<Task<CanaryPlan>>(Task.FromResult(plan));
        return (plan, gold);
    }

    private async Task<(CanaryPlan Plan, ScoredAnswer? Gold)> TryAsync(IssueTask task, CancellationToken ct)
    {
        if (task.GoldPatch is not { } patch)
        {
            return (await TraceAsync(task, "the task has no known patch to try them with", ct), null);
        }

        if (CanaryDraft.Create(await readTests(task, ct), task.FailToPass) is not { } draft)
        {
            return (await TraceAsync(task, "none of the hidden files is in a language whose tests are known", ct), null);
        }

        var gold = new ProposedChange { Kind = ChangeKind.Diff, Diff = patch };
        var graded = await grade(task, gold, draft, ct);
        if (graded.Scored.Verdict == Verdict.Unresolved)
        {
            draft = Relaxed(draft, graded);
            graded = await grade(task, gold, draft, ct);
        }

        if (graded.Scored.Verdict == Verdict.Timeout)
        {
            throw new SandboxUnavailableException(
                $"Task {task.Id}: with its known patch {graded.Scored.Error}; --test-timeout allows more.");
        }

        return graded.Scored.Verdict == Verdict.Passed
            ? (Final(draft, graded), graded.Scored)
            : (CanaryPlan.Inside($"the known patch does not resolve the task when its tests are renamed ({graded.Scored.Error})")
                with { Configuration = graded.Configuration }, null);
    }

    /// <summary>
    /// What configures the tests is found out in the run of the known patch; where there is none, in one without a patch.
    /// </summary>
    private async Task<CanaryPlan> TraceAsync(IssueTask task, string weakness, CancellationToken ct)
    {
        var plan = CanaryPlan.Inside(weakness);
        return plan with { Configuration = (await gradeBase(task, plan with { IsDraft = true }, ct)).Configuration };
    }

    /// <summary>Leaves tests as they are that did not come out as they must, and all in their order.</summary>
    private static CanaryPlan Relaxed(CanaryPlan draft, GradedChange graded)
    {
        var failed = graded.Scored.Grading is { } grading ? grading.FailToPassFailed.Concat(grading.PassToPassFailed).ToList() : [];
        var names = draft.Files.Select(file => TestFile.Read(file.Key, file.Value)).OfType<TestFile>().SelectMany(file => file.Tests)
            .Where(test => failed.Exists(test.IsNamedBy)).Select(test => test.Name).Distinct(StringComparer.Ordinal).ToList();
        return draft with { KeptNames = names, KeepsOrder = true };
    }

    /// <summary>Keeps of each test the twins by one literal, all of which failed.</summary>
    private static CanaryPlan Final(CanaryPlan draft, GradedChange graded)
    {
        var failed = graded.Revealed?.FailedTwins ?? new HashSet<WrongTwin>();
        return draft with
        {
            IsDraft = false,
            Configuration = graded.Configuration,
            Twins =
            [
                .. draft.Twins.GroupBy(twin => (twin.File, twin.TestStart))
                    .Select(test => test.GroupBy(twin => twin.LiteralStart).FirstOrDefault(twins => twins.All(failed.Contains)))
                    .OfType<IGrouping<int, WrongTwin>>().SelectMany(twins => twins),
            ],
        };
    }
}
