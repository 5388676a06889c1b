using System.Text;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Harness.Scoring;
using Eval.Harness.TestResults;
using Eval.Reports.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Grades a change as SWE-bench does: a fresh working copy, the change, then the hidden tests over whatever the change did to their files, then
/// the test command; resolved when all listed tests come out as they must.
/// </summary>
internal sealed class IssueGrader(IssueEnvironments environments, TimeSpan testTime)
{
    private static readonly CommandLimits Step = new() { Time = TimeSpan.FromMinutes(2) };

    /// <exception cref="SandboxUnavailableException">The machinery failed; says nothing about the change.</exception>
    public async Task<ScoredAnswer> GradeAsync(IssueTask task, ProposedChange change, CancellationToken ct)
    {
        var (environment, workspace) = await environments.OpenAsync(task, ct);
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
            var diff = change.Diff is null ? await workspace.DiffAsync(ct) : new WorkspaceDiff(change.Diff, null);
            if (diff.Problem is { } problem)
            {
                return Scored(Verdict.PatchRejected, "what was changed could not be taken as a patch: " + problem, grading);
            }

            grading = grading with { Patch = diff.Patch! };
            if (grading.Patch.Length == 0)
            {
                return Scored(Verdict.NoCode, "the change changes nothing", grading);
            }

            var command = task.TestCommand ?? environment.Tests;
            var changes = await workspace.ChangesAsync(ct);
            var configuration = TestConfiguration.ToRestore(changes, task, command);
            await workspace.RestoreAsync(configuration, ct);
            grading = grading with { Flags = PatchFlags.Of(grading.Patch, changes, command, configuration) };
            if (await AddTestsAsync(task, workspace, ct) is { } hindrance)
            {
                return Scored(Verdict.Unresolved, hindrance, grading);
            }

            return await TestAsync(task, environment, workspace, grading, ct);
        }
    }

    /// <summary>Runs the hidden tests without any change.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public async Task<ScoredAnswer> GradeBaseAsync(IssueTask task, CancellationToken ct)
    {
        var (environment, workspace) = await environments.OpenAsync(task, ct);
        await using (workspace)
        {
            var grading = new IssueGrading { Environment = environment.Name, Opening = workspace.Opening };
            return await AddTestsAsync(task, workspace, ct) is { } hindrance
                ? throw new SandboxUnavailableException($"Task {task.Id}: {hindrance}")
                : await TestAsync(task, environment, workspace, grading, ct);
        }
    }

    /// <summary>Puts the hidden tests in place. The model is gone by now. Returns how the change hinders them; null when it does not.</summary>
    /// <exception cref="SandboxUnavailableException">The tests do not fit the task's own files.</exception>
    private static async Task<string?> AddTestsAsync(IssueTask task, Workspace workspace, CancellationToken ct)
    {
        if (await PutTestsAsync(task, workspace, ct) is not { } problem)
        {
            return null;
        }

        await ChangeApplier.ResetAsync(workspace, ct);
        return await PutTestsAsync(task, workspace, ct) is { } ownProblem
            ? throw new SandboxUnavailableException($"Task {task.Id}: the hidden tests do not fit the task's own base: {ownProblem}")
            : "the hidden tests cannot be put in place over the change: " + problem;
    }

    private static async Task<string?> PutTestsAsync(IssueTask task, Workspace workspace, CancellationToken ct)
    {
        if (task.TestFolder is { } folder)
        {
            return await workspace.WriteAsync(task.TestFiles.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(folder, file))), ct);
        }

        var files = string.Join(' ', task.TestFiles.Select(ShellText.Quoted));
        var restore = $"for f in {files}; do git checkout -q HEAD -- \"$f\" 2>/dev/null || rm -rf -- \"$f\"; done";
        var patch = await workspace.WriteScratchAsync("eval-tests.diff", Encoding.UTF8.GetBytes(task.TestPatch!), ct);
        var added = await workspace.RunAsync($"{restore}; git apply {patch}", Step, ct);
        return added.Succeeded ? null : ShellText.LastLine(added.Output);
    }

    private async Task<ScoredAnswer> TestAsync(IssueTask task, WorkspaceEnvironment environment, Workspace workspace, IssueGrading grading, CancellationToken ct)
    {
        var run = await IssueTestRun.StartAsync(task, environment, workspace, testTime, ct);
        grading = grading with { ExitCode = run.Command.ExitCode, Testing = run.Command.Duration, TestOutput = run.Command.Output };
        if (run.Report is not { } report)
        {
            return run.Command.IsTimedOut
                ? Scored(Verdict.Timeout, $"the tests took longer than {testTime.TotalSeconds:0} s", grading)
                : Scored(Verdict.OutputLimit, $"the tests printed more than {run.Command.OutputBytes >> 20} MiB", grading);
        }

        var comparison = new TestExpectations(task.FailToPass, task.PassToPass).Compare(report.Tests);
        grading = grading with
        {
            FailToPassSucceeded = comparison.FailToPassSucceeded,
            FailToPassFailed = comparison.FailToPassFailed,
            PassToPassSucceeded = comparison.PassToPassSucceeded,
            PassToPassFailed = comparison.PassToPassFailed,
        };
        var doubt = run.Doubt();
        return comparison.IsResolved && doubt is null
            ? Scored(Verdict.Passed, null, grading with { IsResolved = true })
            : Scored(Verdict.Unresolved, Reason(comparison, doubt), grading);
    }

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

    private static ScoredAnswer Scored(Verdict verdict, string? error, IssueGrading grading) => new()
    {
        Verdict = verdict,
        Error = error,
        Code = grading.Patch,
        Output = grading.TestOutput,
        Grading = grading,
        TestsPassed = grading.FailToPassSucceeded.Count + grading.PassToPassSucceeded.Count,
        TestsTotal = grading.FailToPassSucceeded.Count + grading.PassToPassSucceeded.Count + grading.FailToPassFailed.Count + grading.PassToPassFailed.Count,
        Sandbox = "docker",
        Isolation = "container",
        // The tests' own runner shares a process with the patch; without a run of it this program alone decided.
        Judge = grading.ExitCode is null ? null : Judge.Inside,
        Execution = grading.Testing,
    };
}
