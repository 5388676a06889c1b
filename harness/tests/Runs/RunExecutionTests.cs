using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

/// <summary>A run from its set-up to its files, with simulated models on a local server.</summary>
public sealed class RunExecutionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-execution");
    private readonly StringWriter _said = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _said.Dispose();
    }

    [Fact]
    public async Task A_run_that_was_stopped_before_its_first_call_is_gone_on_with_and_then_whole()
    {
        var options = new RunOptions { Models = ["sim/strong"], Datasets = ["csharp"], Limit = 3, Out = _folder.FullName, Sandbox = "roslyn",
            MaxSandboxes = 2, Check = false, Report = false };

        var stopped = await RunAsync(options, null, new CancellationToken(canceled: true));
        var run = await StoredRuns.FindAsync(_folder.FullName, StoredRuns.Latest, Ct);

        Assert.True(stopped.IsInterrupted);
        Assert.Equal((RunStop.Interruption, null, 3), (run.StoppedBy, run.EndedAt, run.PlannedAttempts));
        Assert.All(stopped.Results.Attempts, attempt => Assert.Equal("the run was interrupted", attempt.Error));

        var whole = await RunAsync(options, run, CancellationToken.None);

        Assert.False(whole.IsInterrupted);
        Assert.Equal(run.Id, whole.Results.Run.Id);
        Assert.NotNull(whole.Results.Run.EndedAt);
        Assert.Null(whole.Results.Run.StoppedBy);
        Assert.Equal(3, whole.Results.Attempts.Count(attempt => attempt.Verdict.IsAnswered()));
        Assert.True(File.Exists(Path.Combine(whole.Folder, "attempts.csv")));
        Assert.StartsWith($"--resume {run.Id}", whole.ResumeCommand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_writes_the_run_meanwhile_and_afterwards_anybody_may()
    {
        var options = new RunOptions { Models = ["sim/strong"], Datasets = ["csharp"], Limit = 1, Out = _folder.FullName, Sandbox = "roslyn",
            MaxSandboxes = 1, Check = false, Report = false };
        var isLocked = false;

        var outcome = await RunAsync(options, null, CancellationToken.None, async (_, work) =>
        {
            await using var other = await RunStore.OpenAsync(_folder.FullName, Ct);
            var run = (await other.ListRunsAsync(Ct))[0];
            isLocked = await Record.ExceptionAsync(() => other.AcquireRunLockAsync(run.Id, Ct)) is RunStoreException;
            await Task.WhenAny(work);
        });

        await using var store = await RunStore.OpenAsync(_folder.FullName, Ct);
        await (await store.AcquireRunLockAsync(outcome.Results.Run.Id, Ct)).DisposeAsync();
        Assert.True(isLocked);
    }

    private async Task<RunOutcome> RunAsync(RunOptions options, Run? resumed, CancellationToken stop,
        Func<RunProgress, Task, Task>? show = null)
    {
        var terminal = new Terminal(_said, _said, isInteractive: false, useColor: false);
        await using var prepared = await new RunSetup(options, resumed, terminal, TimeProvider.System).PrepareAsync([], Ct);
        return await new RunExecution(prepared, terminal, TimeProvider.System).RunAsync(show, stop, Ct);
    }
}
