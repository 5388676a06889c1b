using System.Text;
using Eval.Datasets;
using Eval.Harness.Issues.Canaries;
using Eval.Harness.Issues.Tracing;
using Eval.Harness.Patches;
using Eval.Harness.Scoring;
using Eval.Harness.TestResults;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Grades a change as SWE-bench does: a fresh working copy, the change, then the hidden tests over whatever the change did to their files,
/// then the test command; resolved when all listed tests come out as they must. What configures build and tests is the base's, and the
/// tests are disguised.
/// </summary>
internal sealed class IssueGrader
{
    private const int DraftTimes = 4;
    private readonly IssueEnvironments _environments;
    private readonly TimeSpan _testTime;
    private readonly CanaryPlanner _planner;

    public IssueGrader(IssueEnvironments environments, TimeSpan testTime, string? planFolder = null)
    {
        _environments = environments;
        _testTime = testTime;
        _planner = new CanaryPlanner(GradeAsync, GradeBaseAsync, ReadTestsAsync,
            new CanaryPlanStore(planFolder ?? CanaryPlanStore.DefaultFolder));
    }

    /// <exception cref="SandboxUnavailableException">The machinery failed; says nothing about the change.</exception>
    public async Task<ScoredAnswer> GradeAsync(IssueTask task, ProposedChange change, CancellationToken ct)
    {
        var plan = await PlanAsync(task, ct);
        try
        {
            return (await GradeAsync(task, change, plan, ct)).Scored;
        }
        catch (SandboxUnavailableException e) when (e.IsOfContainer)
        {
            // What happens again in a fresh container is the change's own doing.
        }

        try
        {
            return (await GradeAsync(task, change, plan, ct)).Scored;
        }
        catch (SandboxUnavailableException e) when (e.IsOfContainer)
        {
            return Scored(Verdict.Unresolved, "with it two containers became unusable: " + e.Message,
                new IssueGrading { Patch = change.Diff ?? "" }).Scored;
        }
    }

    /// <summary>Runs the hidden tests without any change.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public async Task<ScoredAnswer> GradeBaseAsync(IssueTask task, CancellationToken ct) =>
        (await GradeBaseAsync(task, await PlanAsync(task, ct), ct)).Scored;

    /// <summary>Finds out anew how the tests of a task are disguised, and returns how its known patch is graded by that.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public async Task<ScoredAnswer> GradeGoldAnewAsync(IssueTask task, ProposedChange gold, CancellationToken ct)
    {
        var (environment, _) = await _environments.FindAsync(task, ct);
        var (plan, scored) = await _planner.MakeAsync(task, environment, ct);
        return scored is null ? (await GradeAsync(task, gold, plan, ct)).Scored
            : scored with { Grading = WithOrigin(scored.Grading!, plan) };
    }

    private async Task<GradedChange> GradeBaseAsync(IssueTask task, CanaryPlan plan, CancellationToken ct)
    {
        var (environment, workspace) = await _environments.OpenAsync(task, ct);
        await using (workspace)
        {
            var grading = new IssueGrading { Environment = environment.Name, Opening = workspace.Opening };
            return await HiddenTests.PutAsync(task, workspace, ct) is { } hindrance
                ? throw new SandboxUnavailableException($"Task {task.Id}: {hindrance}")
                : await TestAsync(task, environment, workspace, grading, plan, [], ct);
        }
    }

    private async Task<CanaryPlan> PlanAsync(IssueTask task, CancellationToken ct)
    {
        var (environment, _) = await _environments.FindAsync(task, ct);
        return await _planner.FindAsync(task, environment, ct);
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadTestsAsync(IssueTask task, CancellationToken ct)
    {
        var (_, workspace) = await _environments.OpenAsync(task, ct);
        await using (workspace)
        {
            return await HiddenTests.PutAsync(task, workspace, ct) is { } hindrance
                ? throw new SandboxUnavailableException($"Task {task.Id}: {hindrance}")
                : await HiddenTests.ReadAsync(task, workspace, ct);
        }
    }

    private async Task<GradedChange> GradeAsync(IssueTask task, ProposedChange change, CanaryPlan plan, CancellationToken ct)
    {
        var (environment, workspace) = await _environments.OpenAsync(task, ct);
        await using (workspace)
        {
            var grading = new IssueGrading { Environment = environment.Name, Opening = workspace.Opening, Patch = change.Diff ?? "" };
            var (appliedBy, said) = await ChangeApplier.ApplyAsync(workspace, change, ct);
            grading = grading with { IsApplied = appliedBy is not null, AppliedBy = appliedBy, TestOutput = said };
            if (!grading.IsApplied)
            {
                return Scored(Verdict.PatchRejected, "the patch does not apply: " + ShellText.LastLine(grading.TestOutput), grading);
            }

            // What was not a diff is one now, and what was applied with some tolerance is what it became.
            var diff = change.Diff is null ? await workspace.DiffAsync(ct) : new WorkspaceDiff(change.Diff);
            if (diff.LeftOut.Count > 0)
            {
                return Scored(Verdict.PatchRejected, "what was changed is too large for a patch: " + string.Join(", ", diff.LeftOut),
                    grading);
            }

            grading = grading with { Patch = diff.Patch };
            if (grading.Patch.Length == 0)
            {
                return Scored(Verdict.NoCode, "the change changes nothing", grading);
            }

            var command = task.TestCommand ?? environment.Tests;
            var changes = await workspace.ChangesAsync(ct);
            // What git does not read is looked at as what it became.
            var readable = appliedBy == ChangeApplier.Patch ? (await workspace.DiffAsync(ct)).Patch : grading.Patch;
            var configuration = TestConfiguration.ToRestore(changes, task, command);
            await workspace.RestoreAsync(configuration, ct);
            grading = grading with { Flags = PatchFlags.Find(readable, changes, command, configuration,
                TestConfiguration.Traced(plan.Configuration ?? [], task)) };
            return await HiddenTests.PutAsync(task, workspace, ct) is { } hindrance
                ? Scored(Verdict.Unresolved, hindrance, grading)
                : await TestAsync(task, environment, workspace, grading, plan,
                    changes.Where(file => !file.IsInBase).Select(file => file.Path).ToHashSet(StringComparer.Ordinal), ct);
        }
    }

    private async Task<GradedChange> TestAsync(
        IssueTask task, WorkspaceEnvironment environment, Workspace workspace, IssueGrading grading, CanaryPlan plan, HashSet<string> added,
            CancellationToken ct)
    {
        grading = WithOrigin(grading, plan);
        var disguise = plan.Weakness is null ? Disguise.Create(plan) : null;
        if (disguise is not null
            && await workspace.WriteAsync(disguise.Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)),
                ct) is { } problem)
        {
            return Scored(Verdict.Unresolved, "the hidden tests cannot be put in place over the change: " + problem, grading);
        }

        // What is found out once with the known patch must not depend on how busy the machine is.
        var time = plan.IsDraft ? DraftTimes * _testTime : _testTime;
        // A file that the base lacks shows only now whether it is looked for.
        var isTraced = (plan.IsDraft || added.Count > 0) && await ReadTrace.BeginAsync(workspace, isAnew: plan.IsDraft, ct);
        var run = await IssueTestRun.StartAsync(task, environment, workspace, time, ct);
        var command = task.TestCommand ?? environment.Tests;
        var traced = isTraced ? await TracedConfiguration.FindAsync(task, command, workspace, run.Report?.FirstTestAt, ct) : null;
        if (added.Count > 0)
        {
            var flags = traced is null ? ["keeps what was read from being listed"]
                : PatchFlags.OfAdded(added, TestConfiguration.Traced(traced, task));
            grading = grading with { Flags = [.. grading.Flags, .. flags] };
        }

        return Compare(task, grading, plan, disguise, run, time) with { Configuration = traced };
    }

    private static GradedChange Compare(IssueTask task, IssueGrading grading, CanaryPlan plan, Disguise? disguise, IssueTestRun run,
        TimeSpan time)
    {
        var output = disguise is null ? run.Command.Output : RevealedReport.Reveal(run.Command.Output, disguise);
        grading = grading with { ExitCode = run.Command.ExitCode, Testing = run.Command.Duration, TestOutput = output };
        if (run.Report is not { } report)
        {
            return run.Command.IsTimedOut
                ? Scored(Verdict.Timeout, $"the tests took longer than {time.TotalSeconds:0} s", grading)
                : Scored(Verdict.OutputLimit, $"the tests printed more than {run.Command.OutputBytes >> 20} MiB", grading);
        }

        var revealed = disguise is null ? null : RevealedReport.Create(report, disguise);
        var reported = (revealed?.Report ?? report).Tests;
        var comparison = new TestExpectations(task.FailToPass, task.PassToPass).Compare(reported);
        var lie = report.Tampering ?? revealed?.Lie;
        var doubt = lie ?? run.Doubt() ?? (comparison.IsResolved && revealed is { Missing: > 0 and var missing }
            ? $"the runner left out {missing} tests that were put among the hidden ones" : null);
        doubt ??= task.FailToPass.Concat(task.PassToPass).Any(reported.ContainsKey) ? null : run.NothingRun();
        if (lie is not null)
        {
            grading = grading with { Flags = [.. grading.Flags, "lets its runner tell what is not so"] };
        }

        grading = grading with
        {
            FailToPassSucceeded = comparison.FailToPassSucceeded,
            FailToPassFailed = comparison.FailToPassFailed,
            PassToPassSucceeded = comparison.PassToPassSucceeded,
            PassToPassFailed = comparison.PassToPassFailed,
        };
        return comparison.IsResolved && doubt is null
            ? Scored(Verdict.Passed, null, grading with { IsResolved = true }) with { Revealed = revealed }
            : Scored(Verdict.Unresolved, Reason(comparison, doubt), grading) with { Revealed = revealed };
    }

    private static IssueGrading WithOrigin(IssueGrading grading, CanaryPlan plan) => grading with
    {
        WrongTwins = plan.Twins.Count,
        GuessProbability = plan.Weakness is null ? plan.GuessProbability : null,
        OriginWeakness = plan.Weakness,
    };

    private static string Reason(TestComparison comparison, string? doubt)
    {
        if (comparison.IsResolved)
        {
            return "all listed tests seem to pass, but " + doubt;
        }

        var open = comparison.FailToPassFailed;
        var broken = comparison.PassToPassFailed;
        var parts = new List<string>();
        if (doubt is not null)
        {
            parts.Add(doubt);
        }

        if (open.Count > 0)
        {
            parts.Add($"{open.Count} of {open.Count + comparison.FailToPassSucceeded.Count} tests still fail (first: {open[0]})");
        }

        if (broken.Count > 0)
        {
            parts.Add($"{broken.Count} tests are broken (first: {broken[0]})");
        }

        return string.Join("; ", parts);
    }

    private static GradedChange Scored(Verdict verdict, string? error, IssueGrading grading) => new(new ScoredAnswer
    {
        Verdict = verdict,
        Error = error,
        Code = grading.Patch,
        Output = grading.TestOutput,
        Grading = grading,
        TestsPassed = grading.FailToPassSucceeded.Count + grading.PassToPassSucceeded.Count,
        TestsTotal = grading.FailToPassSucceeded.Count + grading.PassToPassSucceeded.Count + grading.FailToPassFailed.Count
            + grading.PassToPassFailed.Count,
        Sandbox = "docker",
        Isolation = "container",
        // The tests' own runner shares a process with the patch; without a run of it this program alone decided.
        VerdictOrigin = grading.ExitCode is null ? null : grading.GuessProbability is { } chance and < 1
            ? VerdictOrigin.Canary(chance) : VerdictOrigin.Inside,
        Execution = grading.Testing,
    });
}
