using Eval.Datasets;
using Eval.Harness.Issues;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Tests.Issues;

/// <summary>The agent's loop in a real container.</summary>
[Trait("Needs", "docker")]
public sealed class AgentTests : IAsyncLifetime
{
    private const string Fix = "Mend it.\n```bash\nsed -i 's/a - b/a + b/' calc.py\n```";
    private const string Submit = "Done.\n```bash\nsubmit\n```";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-agent");
    private IssueSandbox? _sandbox;
    private IssueTask _task = null!;
    private string? _missing;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Write("calc/task.json",
            """{"id":"calc-1","language":"python","environment":"python","failToPass":["tests/test_calc.py::test_add"],"passToPass":[]}""");
        Write("calc/issue.md", "# add subtracts\n");
        Write("calc/repository/calc.py", "def add(a, b):\n    return a - b\n");
        Write("calc/tests/tests/test_calc.py", "SECRET = 1\n");
        _task = await (await DatasetCatalog.BesideProgram.OpenAsync(_folder.FullName, Ct)).ReadAsync(Ct).Cast<IssueTask>().SingleAsync(Ct);
        try
        {
            _sandbox = await IssueSandbox.OpenAsync(new RunOptions().Issues, new RunOptions().Sandboxes, [_task], "agent-tests", _ => { },
                Ct);
        }
        catch (SandboxUnavailableException e)
        {
            _missing = e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_has_changed_when_it_submits_is_the_patch_and_calls_are_added_up()
    {
        var model = new ScriptedModel("Look.\n```bash\ncat calc.py; grep -r SECRET /testbed /eval 2>/dev/null\n```", Fix, Submit);

        var result = await RunAsync(model);

        Assert.Equal("submitted", result.Trajectory.ExitStatus);
        Assert.Contains("-    return a - b\n+    return a + b\n", result.Patch, StringComparison.Ordinal);
        Assert.Equal((300, 30, 0.6m), (result.Usage.InputTokens, result.Usage.OutputTokens, result.CostUsd));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(100)), (result.Timing!.Total, result.Timing.FirstContent!.Value));
        Assert.Equal("Exit code: 1\n<output>\ndef add(a, b):\n    return a - b\n</output>", result.Trajectory.Steps[0].Observation);
        Assert.Equal([100.0, 200.0, 300.0], result.Trajectory.Steps.Select(step => step.TtftMs!.Value));
        Assert.Contains("# add subtracts", model.Asked[0][^1].Content, StringComparison.Ordinal);
        Assert.Equal(["system", "user", "assistant", "user", "assistant", "user"], model.Asked[2].Select(message => message.Role));
    }

    [Fact]
    public async Task A_limit_ends_it_and_keeps_what_has_changed()
    {
        var steps = await RunAsync(new ScriptedModel(Fix, "```bash\nls\n```"), new AgentOptions { MaxSteps = 4 });
        var cost = await RunAsync(new ScriptedModel(Fix, "```bash\nls\n```"), new AgentOptions { CostLimitUsd = 0.5m });
        var time = await RunAsync(new ScriptedModel(Fix, "```bash\nsleep 0.3\n```"), new AgentOptions { Time = TimeSpan.FromSeconds(1) });

        Assert.Equal(("step_limit", 4), (steps.Trajectory.ExitStatus, steps.Trajectory.Steps.Count));
        Assert.Equal(("cost_limit", 3, 0.6m), (cost.Trajectory.ExitStatus, cost.Trajectory.Steps.Count, cost.CostUsd));
        Assert.Equal("time_limit", time.Trajectory.ExitStatus);
        Assert.All([steps, cost, time], result => Assert.Contains("+    return a + b", result.Patch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_without_one_command_is_told_so_and_three_in_a_row_are_the_end()
    {
        var model = new ScriptedModel("I think so.", "```bash\nls\n```\n```bash\npwd\n```", Fix, "Hm.", "Hm.", "Hm.");

        var result = await RunAsync(model);

        Assert.Equal(("format_errors", 6), (result.Trajectory.ExitStatus, result.Trajectory.Steps.Count));
        Assert.Contains("exactly one command", model.Asked[1][^1].Content, StringComparison.Ordinal);
        Assert.NotEmpty(result.Patch);
    }

    [Fact]
    public async Task An_attempt_that_is_cut_off_goes_on_where_it_was_and_pays_no_call_twice()
    {
        var kept = new List<AgentResult>();
        var cut = new ScriptedModel("```bash\necho one >> log; cat log\n```", Fix, "fail");
        await Assert.ThrowsAsync<ModelCallException>(() => RunAsync(cut, keep: kept.Add));
        var model = new ScriptedModel("```bash\ncat log calc.py\n```", Submit);

        var result = await RunAsync(model, earlier: CutOff(kept[^1]));

        Assert.Equal([1, 2], kept.Select(each => each.Trajectory.Steps.Count));
        Assert.Equal((Trajectory.Unfinished, 0.4m), (kept[^1].Trajectory.ExitStatus, kept[^1].CostUsd));
        Assert.Equal(2, model.Asked.Count);
        Assert.Equal(["system", "user", "assistant", "user", "assistant", "user"], model.Asked[0].Select(message => message.Role));
        // The last command had printed nothing yet when it was cut off.
        Assert.StartsWith("Exit code: 0", model.Asked[0][^1].Content, StringComparison.Ordinal);
        Assert.Contains("one\ndef add(a, b):\n    return a + b", result.Trajectory.Steps[2].Observation, StringComparison.Ordinal);
        Assert.Equal(("submitted", 4, 0.8m, 400),
            (result.Trajectory.ExitStatus, result.Trajectory.Steps.Count, result.CostUsd, result.Usage.InputTokens));
        Assert.Equal([2], result.Trajectory.ResumedAfter);
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(100)), (result.Timing!.Total, result.Timing.FirstContent!.Value));
        Assert.Contains("+one", result.Patch, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Submit, "submitted")]
    [InlineData("Hm.", "format_errors")]
    public async Task An_attempt_that_is_cut_off_after_its_last_call_makes_no_other(string last, string exitStatus)
    {
        var kept = new List<AgentResult>();
        await RunAsync(new ScriptedModel(Fix, last), keep: kept.Add);
        var model = new ScriptedModel("fail");

        var result = await RunAsync(model, earlier: CutOff(kept[^1]));

        Assert.Empty(model.Asked);
        Assert.Equal((exitStatus, kept.Count, kept[^1].CostUsd),
            (result.Trajectory.ExitStatus, result.Trajectory.Steps.Count, result.CostUsd));
        Assert.Contains("+    return a + b", result.Patch, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("too long", "context_window")]
    [InlineData("rejected", "request_rejected")]
    public async Task A_call_that_is_refused_ends_an_attempt_whose_first_was_taken(string refusal, string exitStatus)
    {
        var model = new ScriptedModel(Fix, "", refusal);

        var result = await RunAsync(model);

        Assert.Equal((exitStatus, 0.4m), (result.Trajectory.ExitStatus, result.CostUsd));
        Assert.Contains("+    return a + b", result.Patch, StringComparison.Ordinal);
        // Nobody would take an empty message.
        Assert.Equal("(no text)", model.Asked[2][^2].Content);
    }

    [Fact]
    public async Task A_call_that_fails_otherwise_is_the_endpoints_failure()
    {
        foreach (var failure in new[] { "fail", "no key" })
        {
            await Assert.ThrowsAsync<ModelCallException>(() => RunAsync(new ScriptedModel(Fix, failure)));
        }

        foreach (var refusal in new[] { "too long", "rejected" })
        {
            await Assert.ThrowsAsync<ModelCallException>(() => RunAsync(new ScriptedModel(refusal)));
        }
    }

    [Fact]
    public async Task A_command_that_hangs_or_floods_is_ended_and_the_model_told()
    {
        var model = new ScriptedModel("```bash\necho here; sleep 60\n```", "```bash\nseq 1 20000\n```", Submit);

        var result = await RunAsync(model, new AgentOptions { CommandTime = TimeSpan.FromSeconds(1), ShownChars = 1000 });

        Assert.Contains("It was ended after 1 s.\n<output>\nhere\n</output>", result.Trajectory.Steps[0].Observation,
            StringComparison.Ordinal);
        Assert.Null(result.Trajectory.Steps[0].ExitCode);
        Assert.InRange(result.Trajectory.Steps[1].Observation.Length, 1000, 1300);
        Assert.Contains("letters left out", result.Trajectory.Steps[1].Observation, StringComparison.Ordinal);
        Assert.Equal("", result.Patch);
    }

    [Fact]
    public async Task A_command_may_be_longer_than_an_argument_and_what_is_too_large_for_the_patch_is_left_out()
    {
        var lines = string.Concat(Enumerable.Repeat("0123456789abcdef\n", 150_000));
        var model = new ScriptedModel(Fix,
            $"````bash\ncat > long.txt <<'EOF'\n```\n{lines}```\nEOF\nwc -c long.txt; head -c 3G /dev/zero > big\n````", Submit);

        var result = await RunAsync(model);

        Assert.Contains("2550008 long.txt\n", result.Trajectory.Steps[1].Observation, StringComparison.Ordinal);
        Assert.Equal("submitted", result.Trajectory.ExitStatus);
        Assert.StartsWith("big (2,", Assert.Single(result.Trajectory.LeftOut), StringComparison.Ordinal);
        Assert.Contains("+    return a + b", result.Patch, StringComparison.Ordinal);
        Assert.Contains("+++ b/long.txt\n", result.Patch, StringComparison.Ordinal);
        Assert.DoesNotContain("b/big", result.Patch, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_lost_is_made_anew_and_one_that_always_is_ends_the_attempt()
    {
        Need();
        Workspace? open = null;
        var isAlwaysLost = false;
        async Task<Workspace> OpenAsync(CancellationToken ct)
        {
            (_, open) = await _sandbox!.Environments.OpenAsync(_task, ct);
            await (isAlwaysLost ? open.DisposeAsync() : ValueTask.CompletedTask);
            return open;
        }

        await using var copy = await AgentCopy.OpenAsync(OpenAsync, new CommandLimits(), Ct);
        async Task KeepAsync(AgentResult kept)
        {
            isAlwaysLost = kept.Trajectory.Steps.Count == 3;
            await (kept.Trajectory.Steps.Count > 1 ? open!.DisposeAsync() : ValueTask.CompletedTask);
        }

        var request = new AgentRequest { Task = _task, Model = new ScriptedModel(Fix, "```bash\ncat calc.py\n```", "```bash\nls\n```"),
            KeepAsync = KeepAsync };
        var result = await new AgentAttempt(request, new AgentOptions(), copy).RunAsync(CancellationToken.None, Ct, Ct);

        Assert.Contains("return a + b", result.Trajectory.Steps[1].Observation, StringComparison.Ordinal);
        Assert.Equal("It made its container unusable, and a fresh one too.", result.Trajectory.Steps[2].Observation);
        Assert.Equal((Trajectory.NoPatch, 3), (result.Trajectory.ExitStatus, result.Trajectory.Steps.Count));
        Assert.NotNull(result.PatchProblem);
    }

    [Fact]
    public async Task A_run_that_is_being_stopped_ends_its_commands_at_once_and_keeps_what_was_paid_for()
    {
        Need();
        using var stop = new CancellationTokenSource();
        var kept = new List<AgentResult>();
        var request = new AgentRequest
        {
            Task = _task,
            Model = new ScriptedModel("```bash\nsleep 600\n```"),
            KeepAsync = result =>
            {
                kept.Add(result);
                stop.CancelAfter(500);
                return Task.CompletedTask;
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _sandbox!.Agent.RunAsync(request, stop.Token, Ct));

        Assert.Equal((Trajectory.Unfinished, ""), (kept.Single().Trajectory.ExitStatus, kept[0].Trajectory.Steps.Single().Observation));
    }

    private async Task<AgentResult> RunAsync(IModel model, AgentOptions? options = null, Attempt? earlier = null,
        Action<AgentResult>? keep = null)
    {
        Need();
        using var agent = new Agent(_sandbox!.Environments, options ?? new AgentOptions(), 1);
        Task KeepAsync(AgentResult result)
        {
            keep?.Invoke(result);
            return Task.CompletedTask;
        }

        return await agent.RunAsync(new AgentRequest { Task = _task, Model = model, Earlier = earlier, KeepAsync = KeepAsync },
            CancellationToken.None, Ct);
    }

    private static Attempt CutOff(AgentResult kept) => new()
    {
        RunId = "r", Key = new AttemptKey("d", "calc-1", "scripted", 0), Class = "issue-resolution", Language = "python", Provider = "test",
            Verdict = Verdict.Skipped,
        Usage = kept.Usage, Timing = kept.Timing, CostUsd = kept.CostUsd,
            Texts = new AttemptTexts { Trajectory = kept.Trajectory.ToJson() },
    };

    private void Need() => Require.That(_missing is null, "needs a container engine: " + _missing);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
