using System.Text.Json;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What users see of tasks that can judge nobody.</summary>
public sealed class SetAsideTests : IDisposable
{
    private const string Tasks =
        """
        {"id":"half","class":"completion","entryPoint":"Solution.Half","prompt":"Halve.","referenceSolution":"public static class Solution { public static int Half(int n) => n / 2; }","tests":[{"call":"Solution.Half(9)","expected":4}]}
        {"id":"wrong","class":"completion","entryPoint":"Solution.Twice","prompt":"Double.","referenceSolution":"public static class Solution { public static int Twice(int n) => n + n; }","tests":[{"call":"Solution.Twice(2)","expected":5}]}
        {"id":"open","class":"completion","entryPoint":"Solution.Thrice","prompt":"Triple.","tests":[{"call":"Solution.Thrice(2)","expected":6}]}
        """;

    private const string Reason = "its own reference does not pass: failed, Solution.Twice(2) = 4; expected 5";

    private readonly EvalProcess _eval = new();

    public SetAsideTests()
    {
        // What others have checked of the same tasks is not remembered here.
        _eval.Environment["EVAL_DATASETS"] = Path.Combine(_eval.Folder, "own");
        File.WriteAllText(Path.Combine(_eval.Folder, "tasks.jsonl"), Tasks);
    }

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task An_unfit_task_is_told_everywhere_and_counts_nowhere_and_is_checked_once()
    {
        _eval.HasReports = true;
        var result = await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--datasets", "tasks.jsonl", "--json");
        var again = await _eval.RunAsync("--resume", "latest", "--rescore");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith("UNFIT DATA SET tasks: 1 of 3 tasks (33.3 %) is set aside", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("warning: UNFIT DATA SET", result.Error, StringComparison.Ordinal);
        Assert.Contains($"set aside: tasks/wrong: {Reason}", result.Output, StringComparison.Ordinal);
        Assert.Equal($"dataset,task_id,reason\r\ntasks,wrong,\"{Reason}\"\r\n", await ReadAsync("set_aside.csv"));
        Assert.DoesNotContain("wrong", await ReadAsync("attempts.csv"), StringComparison.Ordinal);
        Assert.Contains("UNFIT DATA SET", await ReadAsync("report.html"), StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(await ReadAsync("manifest.json"));
        Assert.Equal("wrong", manifest.RootElement.GetProperty("setAside")[0].GetProperty("taskId").GetString());
        Assert.Equal((2, 4), (manifest.RootElement.GetProperty("datasets")[0].GetProperty("tasks").GetInt32(),
            manifest.RootElement.GetProperty("plannedAttempts").GetInt32()));
        using var json = JsonDocument.Parse(result.Output.Trim().Split('\n')[^1]);
        Assert.Equal(Reason, json.RootElement.GetProperty("set_aside")[0].GetProperty("reason").GetString());

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("checked 2 tasks by what", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("by what the data set gives", again.Error, StringComparison.Ordinal);
        Assert.Contains($"set aside: tasks/wrong: {Reason}", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_impatient_gets_every_task_and_a_check_tells_what_is_unfit()
    {
        var plan = await _eval.RunAsync("--models", "sim/strong", "--datasets", "tasks.jsonl", "--plan");
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
        var run = await _eval.RunAsync("--models", "sim/strong", "--datasets", "tasks.jsonl", "--no-check");
        var check = await _eval.RunAsync("datasets", "check", "tasks.jsonl");
        var fit = await _eval.RunAsync("datasets", "check", "tasks.jsonl", "--tasks", "half,open");

        Assert.Equal((0, 0, 1, 0), (plan.ExitCode, run.ExitCode, check.ExitCode, fit.ExitCode));
        Assert.Contains("wrong", await ReadAsync("attempts.csv"), StringComparison.Ordinal);
        Assert.StartsWith("UNFIT DATA SET", check.Output, StringComparison.Ordinal);
        Assert.Contains($"SET ASIDE: {Reason}", check.Output, StringComparison.Ordinal);
        Assert.Contains("tasks: 3 tasks, 1 fit, 1 set aside, 1 without a reference to check by, 0 not checked", check.Output,
            StringComparison.Ordinal);
        Assert.Contains("tasks: 2 tasks, 1 fit, 0 set aside, 1 without a reference to check by", fit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_program_that_does_not_parse_is_set_aside_by_run_and_check_alike()
    {
        static string Line(string id, string tests) =>
            JsonSerializer.Serialize(new { id, @class = "completion", entryPoint = "Solution.Half", prompt = "Halve.", tests }) + "\n";
        var fine = string.Concat(Enumerable.Range(0, 20).Select(i => Line($"fine{i}", "Assert.Equal(4, Solution.Half(9));")));
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "mixed.jsonl"), fine + Line("typo", "Assert.Equal(4, Solution.Half(9);"),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "typos.jsonl"), Line("typo", "Assert.Equal(4, Solution.Half(9);"),
            TestContext.Current.CancellationToken);

        var run = await _eval.RunAsync("--models", "sim/strong", "--datasets", "mixed.jsonl", "--plan");
        var check = await _eval.RunAsync("datasets", "check", "mixed.jsonl", "--times", "1");
        var refused = await _eval.RunAsync("--models", "sim/strong", "--datasets", "typos.jsonl", "--plan");

        Assert.Equal((0, 1, 2), (run.ExitCode, check.ExitCode, refused.ExitCode));
        Assert.Contains("set aside: mixed/typo: line 1 of its test program: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("SET ASIDE: line 1 of its test program: ", check.Output, StringComparison.Ordinal);
        Assert.Contains("mixed: 21 tasks, 0 fit, 1 set aside, 20 without a reference to check by", check.Output, StringComparison.Ordinal);
        Assert.Contains("error: data set typos, task typo, line 1 of its test program: ", refused.Error, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, file), TestContext.Current.CancellationToken);
}
