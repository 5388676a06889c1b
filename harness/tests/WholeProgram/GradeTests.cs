using System.Diagnostics;
using System.Text.Json;

namespace Eval.Harness.Tests.WholeProgram;

[Trait("Needs", "docker")]
public sealed class GradeTests : IDisposable
{
    private const int Interrupt = 2;

    private const string JavaScriptTasks =
        """
        {"name":"add","language":"js","prompt":"//Add two numbers.\nfunction add(a, b){\n","tests":"const assert = require('node:assert');\nfunction test() {\n  let candidate = add;\n  assert.deepEqual(candidate(1, 2),3);\n}\ntest();","stop_tokens":["\nfunction ","\n//","\nconsole.log"]}
        {"name":"pairs","language":"js","prompt":"//Pairs as an object.\nfunction pairs(list){\n","tests":"const assert = require('node:assert');\nassert.deepEqual(pairs([['a', 1]]),{'a': 1});","stop_tokens":[]}
        """;

    private const string JavaScriptInHumanEvalsFields =
        """
        {"task_id":"JavaScript/0","prompt":"/* Twice x. */\nconst twice = (x) => {\n","entry_point":"twice","canonical_solution":"  return 2 * x;\n}\n","test":"const testTwice = () => {\n  console.assert(twice(2) === 4)\n}\n\ntestTwice()\n"}
        """;

    private const string PythonTasks =
        """
        {"task_id":"T/0","prompt":"def double(x):\n    \"\"\"Twice x.\"\"\"\n","entry_point":"double","canonical_solution":"    return 2 * x\n","test":"def check(candidate):\n    assert candidate(2) == 4\n"}
        {"task_id":"T/1","prompt":"def half(x):\n    \"\"\"Half of x.\"\"\"\n","entry_point":"half","canonical_solution":"    return x / 2\n","test":"def check(candidate):\n    assert candidate(2) == 1\n"}
        """;

    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Several_files_are_several_models_and_each_gets_its_results_file()
    {
        Need();
        Write("tasks.jsonl", PythonTasks);
        Write("good.jsonl", """{"task_id":"T/0","completion":"    return x + x\n"}""",
            """{"task_id":"T/1","solution":"def half(x):\n    return x / 2\n"}""");
        Write("bad.jsonl", """{"task_id":"T/0","reply":"Here:\n```python\ndef double(x):\n    return x\n```"}""",
            """{"task_id":"T/1","completion":"    while True: pass\n","note":"kept"}""");

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "good.jsonl,bad.jsonl", "--timeout", "1",
            "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["T/0 bad failed", "T/0 good passed", "T/1 bad timeout", "T/1 good passed"], Verdicts());
        var lines = File.ReadAllLines(Path.Combine(_eval.RunFolder, "bad_results.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([false, false], lines.Select(line => line.GetProperty("passed").GetBoolean()));
        Assert.Equal(("timed out", "kept"), (lines[1].GetProperty("result").GetString(), lines[1].GetProperty("note").GetString()));
        Assert.Equal("passed", JsonDocument.Parse(File.ReadLines(Path.Combine(_eval.RunFolder, "good_results.jsonl")).First())
            .RootElement.GetProperty("result").GetString());
        Assert.DoesNotContain("has no price", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_of_a_folder_is_graded_like_any_other()
    {
        Need();
        Write("tasks.jsonl", JavaScriptTasks);
        Write("pack.jsonl", JavaScriptInHumanEvalsFields);
        Write(
            "answers.jsonl",
            """{"task_id":"JavaScript/0","sample":0,"reply":"```javascript\nconst twice = (x) => {\n  return x + x;\n}\n```"}""",
            """{"task_id":"JavaScript/0","sample":1,"completion":"  return x;\n}\n"}""",
            """{"task_id":"add","sample":0,"completion":"  return a + b;\n}\nconsole.log(this is not read"}""",
            """{"task_id":"add","sample":1,"reply":"Sure:\n```js\nfunction add(a, b) { return a - b; }\n```\n"}""",
            """{"task_id":"pairs","sample":0,"solution":"const pairs = list => Object.fromEntries(list);"}""",
            """{"task_id":"pairs","sample":1,"reply":"I cannot help with that."}""");

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl,pack.jsonl", "--completions", "answers.jsonl");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["JavaScript/0 answers failed", "JavaScript/0 answers passed", "add answers failed", "add answers passed",
            "pairs answers passed", "pairs answers refused"], Verdicts());
    }

    [Fact]
    public async Task Answers_of_other_harnesses_are_graded_as_they_lie_there()
    {
        Need();
        Write("tasks.jsonl", PythonTasks);
        Write("null.jsonl", """{"task_id":"T/0","completion":null}""",
            """{"task_id":"T/1","response":"```python\ndef half(x):\n    return x / 2\n```"}""");
        Write("generations.json", """[["def double(x):\n    return x + x\n"],["def half(x):\n    return x\n"]]""");
        foreach (var (task, code) in new[] { ("T_0", "def double(x):\n    return 2 * x\n"), ("T_1", "def half(x):\n    return 0.5 * x\n") })
        {
            Directory.CreateDirectory(Path.Combine(_eval.Folder, "samples", task));
            Write($"samples/{task}/0.py", code);
        }

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "null.jsonl,generations.json,samples");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            ["T/0 generations passed", "T/0 null no_code", "T/0 samples passed", "T/1 generations failed", "T/1 null passed",
                "T/1 samples passed"],
            Verdicts());
        Assert.Contains("\"passed\":false", File.ReadLines(Path.Combine(_eval.RunFolder, "null_results.jsonl")).First(),
            StringComparison.Ordinal);
        Assert.Equal(2, File.ReadLines(Path.Combine(_eval.RunFolder, "samples_results.jsonl")).Count());
        Assert.Equal(2, File.ReadLines(Path.Combine(_eval.RunFolder, "generations_results.jsonl")).Count());
    }

    [Fact]
    public async Task Csharp_runs_in_containers_where_that_is_asked_for()
    {
        Need();

        var result = await _eval.RunAsync("--models", "sim/strong", "--limit", "4", "--sandbox", "docker");

        Assert.True(result.ExitCode == 0, result.Error);
        var rows = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Skip(1).ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Contains(",docker,container,", row, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains(",passed,true,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_out_is_said()
    {
        Need();
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl", """{"task_id":"T/0","completion":"    return 2 * x"}""",
            """{"task_id":"T/7","completion":"    return 1"}""");

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("1 answers are for tasks that are not among the chosen ones and are left out (T/7)", result.Error,
            StringComparison.Ordinal);
        Assert.Contains("1 of 2 tasks have no answer and count in no rate (T/1)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_reply_that_is_called_code_is_run_as_it_stands_and_told()
    {
        Need();
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl", """{"task_id":"T/0","completion":"```python\ndef double(x):\n    return 2 * x\n```"}""",
            """{"task_id":"T/1","completion":"    return x / 2"}""");

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl");

        Assert.Equal(["T/0 answers compile_error", "T/1 answers passed"], Verdicts());
        Assert.Contains("answers.jsonl: 1 answers of answers hold a Markdown fence", result.Error, StringComparison.Ordinal);
        Assert.Contains("as it stands (T/0); give chat replies as 'reply'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl", """{"task_id":"T/0","completion":"    return 1"}""", """{"task_id":"T/1"}""");

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl,nowhere.jsonl", "--sandbox",
            "roslyn", "--answers-per-container", "0");

        Assert.Equal(2, result.ExitCode);
        foreach (var words in new[] { "--completions nowhere.jsonl: there is no such file", "answers.jsonl, line 2",
            "sandbox roslyn does not run", "--answers-per-container 0" })
        {
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_an_engine_there_is_a_sentence_and_nothing_is_judged()
    {
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl", """{"task_id":"T/0","completion":"    return 2 * x"}""");
        _eval.Environment["DOCKER_HOST"] = "unix:///nowhere/docker.sock";

        var result = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("No container engine answers at unix:///nowhere/docker.sock; start Docker", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")),
            "a run that never began is neither the latest nor one to go on with");
    }

    [Fact]
    public async Task Neither_a_kill_nor_Ctrl_C_leaves_a_container_and_resume_finishes()
    {
        Need();
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl",
            [.. Enumerable.Range(0, 400).Select(sample =>
            $$"""{"task_id":"T/0","sample":{{sample}},"completion":"    import time; time.sleep(0.05); return 2 * x"}""")]);
        using (var killed = _eval.Start("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl", "--no-check"))
        {
            await UntilAsync(async () => killed.HasExited || await ContainersAsync(killed.Id) > 0);
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
            await UntilAsync(async () => await ContainersAsync(killed.Id) == 0);
        }

        using (var stopped = _eval.StartInterruptible("grade", "--resume", "latest"))
        {
            var reading = EvalProcess.FinishAsync(stopped);
            await UntilAsync(async () => stopped.HasExited || await ContainersAsync(stopped.Id) > 0);
            using var signal = Process.Start(Require.Tool("kill"), ["-s", $"{Interrupt}", $"{stopped.Id}"]);
            var result = await reading;
            Assert.Contains(result.ExitCode, new[] { 130, 0 });
            Assert.Equal(0, await ContainersAsync(stopped.Id));
        }

        var resumed = await _eval.RunAsync("grade", "--resume", "latest");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(400, Verdicts().Count(verdict => verdict == "T/0 answers passed"));
    }

    /// <summary>The smaller disk is full before all answers are stored, the larger one while they are scored.</summary>
    [Theory]
    [InlineData("2m", 600)]
    [InlineData("5m", 1200)]
    public async Task A_full_disk_stores_no_wrong_verdict_and_resume_finishes(string size, int answers)
    {
        Need();
        Require.That(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/mount"), "needs root and mount");
        var disk = Directory.CreateDirectory(Path.Combine(_eval.Folder, "disk")).FullName;
        Write("tasks.jsonl", PythonTasks);
        Write("answers.jsonl",
            [.. Enumerable.Range(0, answers)
            .Select(sample => $$"""{"task_id":"T/0","sample":{{sample}},"completion":"    return 2 * x  # {{new string('x', 2000)}}"}""")]);
        await RunToolAsync("/usr/bin/mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk);
        try
        {
            var full = await _eval.RunAsync("grade", "--datasets", "tasks.jsonl", "--completions", "answers.jsonl", "--out", "disk/runs");
            await RunToolAsync("/usr/bin/mount", "-o", "remount,size=60m", disk);
            var resumed = await _eval.RunAsync("grade", "--resume", "latest", "--out", "disk/runs");

            Assert.Equal(3, full.ExitCode);
            Assert.Contains("is full; free some space, then continue with --resume", full.Error, StringComparison.Ordinal);
            Assert.True(resumed.ExitCode == 0, resumed.Error);
            var rows = File.ReadAllLines(Path.Combine(Directory.EnumerateDirectories(Path.Combine(disk, "runs")).Single(), "attempts.csv"))
                .Skip(1).ToList();
            Assert.Equal(answers, rows.Count(row => row.Contains(",passed,true,", StringComparison.Ordinal)));
        }
        finally
        {
            await RunToolAsync("/usr/bin/umount", disk);
        }
    }

    private static async Task RunToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static void Need()
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", ["info"]) { RedirectStandardError = true,
            RedirectStandardOutput = true });
        docker?.StandardOutput.ReadToEnd();
        docker?.WaitForExit();
        Require.That(docker?.ExitCode == 0, "needs a container engine");
    }

    /// <summary>Waits, however slow this machine is.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Returns how many containers carry the label of a process.</summary>
    private static async Task<int> ContainersAsync(int process)
    {
        using var list = Process.Start(new ProcessStartInfo("docker",
            ["ps", "-a", "--filter", "label=eval.owner", "--format", "{{.Label \"eval.owner\"}}"]) { RedirectStandardOutput = true })!;
        var owners = await list.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return owners.Split('\n').Count(owner => owner.StartsWith($"{process}/", StringComparison.Ordinal));
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_eval.Folder, name), lines);

    /// <summary>Returns each attempt's task, model and verdict.</summary>
    private List<string> Verdicts()
    {
        var lines = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Select(line => line.Split(',')).ToList();
        int Column(string name) => Array.IndexOf(lines[0], name);
        return [.. lines.Skip(1).Select(line => $"{line[Column("task_id")]} {line[Column("model")]} {line[Column("verdict")]}")
            .Order(StringComparer.Ordinal)];
    }
}
