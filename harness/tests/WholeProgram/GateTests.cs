using System.Text.Json;
using System.Xml.Linq;
using Eval.Datasets;
using Eval.Harness.Prompts;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What makes a run fail: gates, and a model that has become worse.</summary>
public sealed class GateTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Each_gate_says_what_it_saw_to_people_to_CI_services_and_in_the_exit_code()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(_eval.Folder, "outcomes.csv"),
            ["task_id,model,passed", .. Enumerable.Range(0, 40)
                .SelectMany(task => new[] { $"t{task:00},big,1", $"t{task:00},small,{(task < 20 ? 1 : 0)}" })],
            TestContext.Current.CancellationToken);
        var step = Path.Combine(_eval.Folder, "step.md");
        _eval.Environment["GITHUB_STEP_SUMMARY"] = step;

        var failed = await _eval.RunAsync("gate", "--table", "outcomes.csv", "--gate", "pass_at_1>=0.6 certain", "--gate",
            "non-inferior-to=model:big margin=0.05", "--junit", "gates.xml");
        var passed = await _eval.RunAsync("gate", "--table", "outcomes.csv", "--gate", "pass_at_1>=0.3");

        var nothingBefore = await _eval.RunAsync("gate", "--table", "outcomes.csv", "--gate", "non-inferior-to=latest");

        Assert.Equal(2, nothingBefore.ExitCode);
        Assert.Contains("a table has no earlier runs; name another model of it, non-inferior-to=model:NAME.", nothingBefore.Error,
            StringComparison.Ordinal);
        Assert.Equal((1, ""), (failed.ExitCode, failed.Error));
        Assert.Equal(
            [
                "gate passed: pass_at_1>=0.6 certain, big: 100% [91.2% to 100%], n 40: the interval's end is at least 60.0%",
                "gate FAILED: pass_at_1>=0.6 certain, small: 50.0% [35.2% to 64.8%], n 40: the interval's end is not at least 60.0%",
                "gate FAILED: non-inferior-to=model:big margin=0.05, small: −50.0 points [−64.8 to −32.8] against big on 40 tasks: more "
                    + "than 5.0% is lost",
            ],
            failed.Output.TrimEnd().Split('\n'));
        Assert.Equal((0, ""), (passed.ExitCode, passed.Error));
        var suite = XDocument.Load(Path.Combine(_eval.Folder, "gates.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("3", "2"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Contains("**Gate failed**", await File.ReadAllTextAsync(step, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_checks_its_gates_and_so_does_its_report_later()
    {
        var run = await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "8", "-q", "--json", "--gate",
            "pass_at_1>=0.99 model=*cheap; availability>=0.5; verdict-origin=outside");
        var again = await _eval.RunAsync("report", "latest");

        Assert.True(run.ExitCode == 1, run.Error);
        using var json = JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal([false, true, true, true, true],
            json.RootElement.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("is_passed").GetBoolean()));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("1 of 5 gates failed",
            await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "summary.md"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains("csharp: 16 verdicts by origin: 16 outside.",
            await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "summary.md"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_for_a_CI_service_takes_no_result_with_it()
    {
        _eval.HasReports = true;
        _eval.Environment["GITHUB_STEP_SUMMARY"] = "/no/such/folder/step.md";

        var run = await _eval.RunAsync("--models", "sim/strong", "--limit", "3", "-q", "--json", "--gate", "availability>=0.5", "--junit",
            "new/folder/gates.xml");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("error: GITHUB_STEP_SUMMARY could not be written: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"exit_code\":3", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "new", "folder", "gates.xml")));
        Assert.True(File.Exists(Path.Combine(_eval.RunFolder, "report.html")));
    }

    [Theory]
    [InlineData("which run is the previous one changes with every run; write latest, or a run's id", "--models", "sim/strong", "--gate",
        "non-inferior-to=previous")]
    [InlineData("There are no gates: name one with --gate", "gate", "--table", "none.csv")]
    [InlineData("there is no metric 'pass@1'", "gate", "--gate", "pass@1>=0.5")]
    [InlineData("--gates none.json: there is no such file.", "gate", "--gates", "none.json")]
    [InlineData("gate \"pass_at_1>=0.5 model=gpt-9\": the run has no model gpt-9; its models are sim/strong.", "--models", "sim/strong",
        "--gate", "pass_at_1>=0.5 model=gpt-9")]
    [InlineData("gate \"non-inferior-to=20260101-000000-a margin=0.02\": runs has no run 20260101-000000-a.", "--models", "sim/strong",
        "--gate", "non-inferior-to=20260101-000000-a")]
    [InlineData("--baseline yesterday: runs holds no runs yet", "--models", "sim/strong", "--baseline", "yesterday")]
    public async Task Wrong_gates_are_told_before_anything_is_asked(string sentence, params string[] arguments)
    {
        var result = await _eval.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
    }

    [Fact]
    public async Task A_model_that_became_worse_is_asked_once_more_before_that_is_said()
    {
        var ct = TestContext.Current.CancellationToken;
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        var solutions = await dataset.ReadAsync(ct).Cast<FunctionTask>()
            .ToDictionaryAsync(PromptBuilder.UserMessage, task => task.ReferenceSolution!, cancellationToken: ct);
        var wrongUntil = 0;
        var asked = 0;
        await using var endpoint = new CountingEndpoint { Answer = prompt => Interlocked.Increment(ref asked) <= wrongUntil
            ? "public static class Solution { }" : solutions[prompt] };
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl;
        _eval.Environment["OPENAI_API_KEY"] = "none";

        var first = await _eval.RunAsync("--models", "a", "--limit", "12", "-q", "--baseline", "latest");
        wrongUntil = asked + 12;
        var badLuck = await _eval.RunAsync("--models", "a", "--limit", "12", "-q", "--baseline", "latest");
        wrongUntil = int.MaxValue;
        var baseline = FirstRun();
        var worse = await _eval.RunAsync("--models", "a", "--limit", "12", "-q", "--baseline", baseline);
        var before = endpoint.Calls;
        var unconfirmed = await _eval.RunAsync("--models", "a", "--limit", "12", "-q", "--baseline", baseline, "--no-confirm");

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("note: There is no earlier run with the same tasks and settings", first.Output, StringComparison.Ordinal);
        Assert.True(badLuck.ExitCode == 0, badLuck.Output + badLuck.Error);
        Assert.Matches(@"note: a: passes less often than in .*: −100\.0 points .* on 12 tasks, p = 0\.0005; most on .*; asked again at once \(.*\): not confirmed, 0\.0 points", badLuck.Output);
        Assert.Equal(1, worse.ExitCode);
        Assert.Matches(@"ALARM: a: passes less often than in .*; asked again at once \(.*\): the loss is there again, −100\.0 points",
            worse.Output);
        Assert.Equal((1, before + 12), (unconfirmed.ExitCode, endpoint.Calls));
    }

    /// <summary>Names of runs begin with their time.</summary>
    private string FirstRun() =>
        Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(_eval.Folder, "runs")).Order(StringComparer.Ordinal).First());
}
