using System.Diagnostics;
using System.Runtime.InteropServices;
using Eval.Datasets;
using Eval.Harness.Prompts;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.WholeProgram;

public sealed partial class InterruptionTests : IDisposable
{
    private const int Interrupt = 2;
    private readonly EvalProcess _eval = new();
    private Dictionary<string, string> _references = [];

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Ctrl_C_finishes_writing_and_names_the_command_to_go_on()
    {
        _eval.HasReports = true;
        await using var endpoint = await ForReferencesAsync(holdAfter: 8);
        using var process = _eval.StartInterruptible("--models", "a,b", "--max-connections", "1");
        await ForAttemptsAsync(process);
        Signal(process.Id, Interrupt);
        endpoint.Release();
        var result = await EvalProcess.FinishAsync(process);

        Assert.Equal(130, result.ExitCode);
        Assert.Contains($"--resume {Path.GetFileName(_eval.RunFolder)}", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_eval.RunFolder, "report.html")));
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_changes_no_verdict()
    {
        await using var endpoint = await ForReferencesAsync(holdAfter: 40);

        // The terminal sends it to everything that runs there, and some answers are running.
        using (var process = _eval.StartSession("--models", "a,b"))
        {
            await ForAttemptsAsync(process);
            Signal(-process.Id, Interrupt);
            endpoint.Release();
            await EvalProcess.FinishAsync(process);
        }

        var interrupted = Verdicts();
        var resumed = await _eval.RunAsync("--resume", "latest");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.InRange(interrupted.Count, 1, 2 * _references.Count);
        Assert.All(interrupted, row => Assert.EndsWith(" passed", row, StringComparison.Ordinal));
        Assert.Equal(2 * _references.Count, Verdicts().Distinct().Count());
        Assert.All(Verdicts(), row => Assert.EndsWith(" passed", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_check_of_tasks_with_what_was_checked()
    {
        _eval.Environment["EVAL_DATASETS"] = _eval.Folder;
        using var process = _eval.StartInterruptible("datasets", "check", "issues", "--tasks",
            "pinwright-yanked-releases,reqtally-negative-offset,templet-macro-scope,withy-wrong-environment", "--times", "1",
            "--max-sandboxes", "1");
        var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Signal(process.Id, Interrupt);
        var result = await EvalProcess.FinishAsync(process);

        Require.That(!result.Error.Contains("No container engine", StringComparison.Ordinal), "needs a container engine");
        Assert.Contains("known patch resolves 1/1", first, StringComparison.Ordinal);
        Assert.Equal(130, result.ExitCode);
        Assert.Matches(@"stopping: what was checked is kept\.\n(.*\n)*interrupted; [123] of 4 tasks were checked", result.Error);
        Assert.DoesNotContain("Unhandled", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_run_resumes_with_every_attempt_exactly_once()
    {
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = kill == 0 ? _eval.Start("--models", "sim/strong,sim/cheap", "--limit", "12", "--max-connections", "1")
                : _eval.Start("--resume", "latest");
            await ForAttemptsAsync(process);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var result = await _eval.RunAsync("--resume", "latest");

        Assert.True(result.ExitCode == 0, result.Error);
        var rows = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Skip(1).ToList();
        Assert.Equal(24, rows.Count);
        Assert.Equal(24, rows.Select(row => string.Join(',', row.Split(',')[1..10])).Distinct().Count());
    }

    /// <summary>Starts an endpoint that answers with the reference solutions, at first no more than some of them.</summary>
    private async Task<CountingEndpoint> ForReferencesAsync(int holdAfter)
    {
        var ct = TestContext.Current.CancellationToken;
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        _references = await dataset.ReadAsync(ct).Cast<FunctionTask>()
            .ToDictionaryAsync(PromptBuilder.UserMessage, task => task.ReferenceSolution!, cancellationToken: ct);
        var endpoint = new CountingEndpoint { HoldAfter = holdAfter, Answer = prompt => _references[prompt] };
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl;
        _eval.Environment["OPENAI_API_KEY"] = "none";
        return endpoint;
    }

    /// <summary>Returns each attempt's task, model and verdict.</summary>
    private List<string> Verdicts()
    {
        var lines = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Select(line => line.Split(',')).ToList();
        int Column(string name) => Array.IndexOf(lines[0], name);
        return [.. lines.Skip(1).Select(line => $"{line[Column("task_id")]} {line[Column("model")]} {line[Column("verdict")]}")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Waits until the run has stored some more attempts, or is over.</summary>
    private async Task ForAttemptsAsync(Process process)
    {
        var start = await StoredAsync();
        while (!process.HasExited && await StoredAsync() < start + 3)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task<int> StoredAsync()
    {
        try
        {
            await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"),
                TestContext.Current.CancellationToken);
            var runs = await store.ListRunsAsync(TestContext.Current.CancellationToken);
            return runs.Count == 0 ? 0 : await store.ReadAttemptsAsync(runs[0].Id, withTexts: false, TestContext.Current.CancellationToken)
                .CountAsync();
        }
        catch (RunStoreException)
        {
            // It is being made.
            return 0;
        }
    }

    private static void Signal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
