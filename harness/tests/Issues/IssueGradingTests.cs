using System.Text.Json;
using Eval.Harness.Tests.WholeProgram;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Issues;

/// <summary>The whole way of patches made elsewhere, on a real engine, with a tiny repository of Python.</summary>
[Trait("Needs", "docker")]
public sealed class IssueGradingTests : IDisposable
{
    private const string Good = Patches.Good;
    private const string Forged = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,7 @@\n+import atexit\n+LINES = "
        + "'PASSED tests/test_calc.py::test_add\\n{\"test\": \"tests/test_calc.py::test_add\", \"status\": \"passed\"}'\n+print(LINES, "
        + "flush=True)\n+atexit.register(lambda: print(LINES, flush=True))\n+\n def add(a, b):\n     return a - b\n";
    private const string Leaves = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,4 @@\n+import os\n def add(a, "
        + "b):\n-    return a - b\n+    os._exit(0)\n+    return a - b\n";
    private const string WritesResults = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,8 @@\n+import glob, "
        + "os\n+for place in glob.glob('/tmp/eval-results*') + ['/tmp/eval-results']:\n+    with open(place, 'a') as file:\n+        "
        + "file.write(''.join('{\"test\": \"tests/test_calc.py::test_%s\", \"status\": \"passed\"}\\n' % t for t in ('add', 'zero')) + "
        + "'{\"exit\": 0}\\n')\n+os._exit(0)\n+\n def add(a, b):\n     return a - b\n";
    private const string EndsAtExit = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,4 @@\n+import atexit, "
        + "os\n+atexit.register(os._exit, 0)\n def add(a, b):\n     return a - b\n";
    private const string TestsOnly = "diff --git a/tests/test_calc.py b/tests/test_calc.py\n--- a/tests/test_calc.py\n+++ "
        + "b/tests/test_calc.py\n@@ -1,5 +1,5 @@\n from calc import add\n \n \n def test_zero():\n-    assert add(0, 0) == 0\n+    "
        + "assert True\n";
    private const string Hangs = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,3 @@\n def add(a, b):\n-    "
        + "return a - b\n+    while True:\n+        pass\n";
    private const string Stale = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,2 @@\n def something_else(a, "
        + "b):\n-    return 17\n+    return 18\n";
    private const string Deleted = "diff --git a/tests/test_calc.py b/tests/test_calc.py\ndeleted file mode 100644\n--- "
        + "a/tests/test_calc.py\n+++ /dev/null\n@@ -1,5 +0,0 @@\n-from calc import add\n-\n-\n-def test_zero():\n-    assert add(0, "
        + "0) == 0\n";
    private const string AddsTest = "diff --git a/tests/test_calc.py b/tests/test_calc.py\n--- a/tests/test_calc.py\n+++ "
        + "b/tests/test_calc.py\n@@ -3,3 +3,7 @@\n \n def test_zero():\n     assert add(0, 0) == 0\n+\n+\n+def test_add():\n+    assert "
        + "add(2, 3) == 5\n";

    private readonly GradingFolder _folder = new();

    public IssueGradingTests() => _folder.WriteCalculator();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_patch_gets_the_verdict_it_deserves_and_the_official_files_tell_it()
    {
        GradingFolder.NeedEngine();
        var patches = new Dictionary<string, string?>
        {
            ["good"] = Good, ["empty"] = "", ["none"] = null, ["stale"] = Stale, ["forged"] = Forged, ["leaves"] = Leaves,
                ["writes-results"] = WritesResults, ["ends-at-exit"] = EndsAtExit, ["tests-only"] = TestsOnly, ["hangs"] = Hangs,
                ["org/slash"] = Good,
        };
        _folder.WritePredictions("calc-1", patches);

        var result = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "preds.jsonl,gold", "--test-timeout",
            "5");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["good"] = "passed", ["gold"] = "passed", ["org/slash"] = "passed", ["empty"] = "no_code", ["none"] = "no_code",
                    ["stale"] = "patch_rejected",
                ["forged"] = "unresolved", ["leaves"] = "unresolved", ["writes-results"] = "unresolved", ["ends-at-exit"] = "unresolved",
                    ["tests-only"] = "unresolved", ["hangs"] = "timeout",
            },
            _folder.Verdicts());
        var run = Path.GetFileName(_folder.Eval.RunFolder);
        var report = _folder.Report("org__slash", "calc-1");
        Assert.True(report.GetProperty("resolved").GetBoolean() && report.GetProperty("patch_successfully_applied").GetBoolean());
        Assert.Equal("tests/test_calc.py::test_add",
            report.GetProperty("tests_status").GetProperty("FAIL_TO_PASS").GetProperty("success")[0].GetString());
        var forged = _folder.Report("forged", "calc-1");
        Assert.Equal("tests/test_calc.py::test_add",
            forged.GetProperty("tests_status").GetProperty("FAIL_TO_PASS").GetProperty("failure")[0].GetString());
        Assert.Equal("tests/test_calc.py::test_zero",
            forged.GetProperty("tests_status").GetProperty("PASS_TO_PASS").GetProperty("success")[0].GetString());
        var summary = _folder.Json($"stale.{run}.json");
        Assert.Equal((2, 1, 1, 0), (summary.GetProperty("schema_version").GetInt32(), summary.GetProperty("total_instances").GetInt32(),
            summary.GetProperty("error_instances").GetInt32(), summary.GetProperty("completed_instances").GetInt32()));
        Assert.Equal(["calc-1"], _folder.Json($"empty.{run}.json").GetProperty("empty_patch_ids").EnumerateArray()
            .Select(id => id.GetString()));
        var predictions = File.ReadLines(Path.Combine(_folder.Eval.RunFolder, "predictions.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("model_name_or_path").GetString()!, line => line.GetProperty("model_patch").GetString());
        Assert.Equal((Good, "", Stale), (predictions["good"], predictions["none"], predictions["stale"]));
    }

    [Fact]
    public async Task Simulated_agents_work_on_an_issue_from_the_first_call_to_the_report()
    {
        GradingFolder.NeedEngine();

        var result = await _folder.Eval.RunAsync("run", "--datasets", "tasks", "--models", "sim/strong,sim/cheap", "--samples", "3",
            "--max-steps", "7");

        Assert.True(result.ExitCode == 0, result.Error);
        var rows = _folder.Rows();
        Assert.Equal(6, rows.Count);
        // Right ones pass and wrong ones do not, each for the reason it deserves; all were called several times.
        var verdicts = rows.Select(row => row["verdict"]).ToHashSet();
        Assert.Contains("passed", verdicts);
        Assert.Subset(new HashSet<string> { "passed", "unresolved", "no_code" }, verdicts);
        Assert.True(verdicts.Count > 1);
        Assert.All(rows, row => Assert.Contains(row["finish_reason"], new[] { "submitted", "step_limit" }));
        Assert.All(rows, row => Assert.True(decimal.Parse(row["cost_usd"], System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.Equal(6, File.ReadLines(Path.Combine(_folder.Eval.RunFolder, "predictions.jsonl")).Count());
    }

    [Fact]
    public async Task An_agent_that_is_killed_goes_on_and_pays_no_stored_call_twice()
    {
        GradingFolder.NeedEngine();
        var ct = TestContext.Current.CancellationToken;
        const int Steps = 8;
        await using var endpoint = new CountingEndpoint
        {
            ThinkingTime = TimeSpan.FromMilliseconds(300),
            Tag = "bash",
            Answer = prompt => Enumerable.Range(1, Steps)
                .FirstOrDefault(step => prompt.Contains($"step {step}\n", StringComparison.Ordinal)) switch
            {
                0 => "sed -i 's/a - b/a + b/' calc.py; echo step 1",
                Steps => "submit",
                var step => $"echo step {step + 1}",
            },
        };
        await endpoint.StartAsync();
        _folder.Eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl;
        _folder.Eval.Environment["OPENAI_API_KEY"] = "none";

        using (var process = _folder.Eval.Start("run", "--datasets", "tasks", "--models", "m"))
        {
            while (endpoint.Calls < Steps / 2 && !process.HasExited)
            {
                await Task.Delay(20, ct);
            }

            process.Kill();
            await process.WaitForExitAsync(ct);
        }

        var result = await _folder.Eval.RunAsync("run", "--resume", "latest");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("passed", _folder.Verdicts()["m"]);
        // One call may have been under way.
        Assert.InRange(endpoint.Calls, Steps + 1, Steps + 2);
        var attempt = Assert.Single(await _folder.StoredAttemptsAsync());
        var trajectory = Trajectory.Parse(attempt.Texts!.Trajectory)!;
        Assert.Equal(("submitted", Steps + 1, 10 * (Steps + 1)),
            (trajectory.ExitStatus, trajectory.Steps.Count, attempt.Usage.InputTokens));
        Assert.InRange(Assert.Single(trajectory.ResumedAfter), Steps / 2 - 1, Steps / 2);
    }

    [Theory]
    [InlineData("unified-diff", "git apply --verbose")]
    [InlineData("search-replace", "search and replace", Explicit = true)]
    [InlineData("whole-file", "whole files", Explicit = true)]
    public async Task Simulated_models_answer_an_issue_in_one_go(string format, string appliedBy)
    {
        GradingFolder.NeedEngine();

        var result = await _folder.Eval.RunAsync("run", "--datasets", "tasks", "--models", "sim/cheap", "--samples", "6", "--scaffold",
            "single", "--edit-format", format);

        Assert.True(result.ExitCode == 0, result.Error);
        var verdicts = _folder.Rows().Select(row => row["verdict"]).ToHashSet();
        Assert.Contains("passed", verdicts);
        Assert.Subset(new HashSet<string> { "passed", "unresolved", "patch_rejected", "no_code" }, verdicts);
        Assert.True(verdicts.Count > 1);
        var passed = (await _folder.StoredAttemptsAsync()).First(attempt => attempt.Passed);
        Assert.Equal(appliedBy, IssueGrading.Parse(passed.Texts!.Grading)!.AppliedBy);
    }

    [Fact]
    public async Task A_run_of_SWE_bench_records_takes_its_repository_from_a_mirror_or_a_bundle()
    {
        GradingFolder.NeedEngine();
        await WriteRecordAsync();
        _folder.Write("bundles/ignored", "");
        await _folder.RunAsync("git", "-C", "mirrors/pallets__flask", "bundle", "create",
            Path.Combine(_folder.Eval.Folder, "bundles", "pallets__flask.bundle"), "--all");

        var mirror = await _folder.Eval.RunAsync("grade", "--datasets", "swe.jsonl", "--predictions", "gold", "--repositories", "mirrors",
            "--fail-under", "gold=1");
        var bundle = await _folder.Eval.RunAsync("grade", "--datasets", "swe.jsonl", "--predictions", "gold", "--repositories", "bundles",
            "--out", "again", "--fail-under", "gold=1");
        var missing = await _folder.Eval.RunAsync("grade", "--datasets", "swe.jsonl", "--predictions", "gold", "--repositories", "kept",
            "--out", "third");

        Assert.True(mirror.ExitCode == 0, mirror.Error + mirror.Output);
        Assert.True(bundle.ExitCode == 0, bundle.Error + bundle.Output);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("The repository pallets/flask is not in kept; put a mirror there", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public Task Code_that_a_patch_has_loaded_at_start_up_finds_no_nonce_to_forge_results_with() =>
        AssertNothingIsForgedAsync("src/sitecustomize.py", "src/pytest.py", "pytest.py", "forger.py");

    [Fact(Explicit = true)]
    public Task Code_that_a_patch_has_loaded_otherwise_finds_no_nonce_either() =>
        AssertNothingIsForgedAsync("src/usercustomize.py", "src/site.py", "src/encodings/__init__.py", "sitecustomize.py");

    private async Task AssertNothingIsForgedAsync(params string[] loaded)
    {
        GradingFolder.NeedEngine();
        const string Forger =
            """
            import os
            if os.path.exists('/tmp/eval-run'):
                run = open('/tmp/eval-run').read().split('"')
                with open(run[7], 'w') as file:
                    for said in '"test": "tests/test_calc.py::test_add", "status": "passed"', '"test": "tests/test_calc.py::test_zero", "status": "passed"', '"exit": 0':
                        file.write('{"nonce": "%s", %s}\n' % (run[3], said))
                os._exit(0)
            """;
        await WriteRecordAsync();
        var patches = loaded.ToDictionary(file => file.Replace('/', '-'),
            string? (file) => Patches.NewFile(file, Forger)
            + (file == "forger.py" ? Patches.NewFile("pytest.ini", "[pytest]\naddopts = -p forger") : ""));
        _folder.WritePredictions("pallets__flask-1", patches);

        var verdicts = await _folder.GradeAsync("--datasets", "swe.jsonl", "--repositories", "mirrors");

        Assert.Equal(patches.Keys.ToDictionary(file => file, _ => "unresolved"), verdicts);
    }

    [Fact]
    public async Task A_check_refuses_to_try_nothing()
    {
        var result = await _folder.Eval.RunAsync("datasets", "check", "issues", "--times", "0");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--times is 0; it must be more than 0.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_way_of_hidden_tests_counts_against_the_patch()
    {
        GradingFolder.NeedEngine();
        var (moved, lost) = (Good + Deleted, "/nowhere\n\\ No newline at end of file\n");
        _folder.WritePredictions("calc-1", new Dictionary<string, string?>
        {
            ["a-file"] = moved + Patches.NewFile("tests", "x"),
                ["a-link"] = moved + Patches.NewFile("tests", "/nowhere").Replace("100644", "120000", StringComparison.Ordinal)
                .Replace("/nowhere\n", lost, StringComparison.Ordinal),
            ["no-place"] = "calc.py/x.py\n<<<<<<< SEARCH\n=======\nx = 1\n>>>>>>> REPLACE\n",
        });

        var verdicts = await _folder.GradeAsync("--datasets", "tasks");

        Assert.Equal(
            new Dictionary<string, string> { ["a-file"] = "unresolved", ["a-link"] = "unresolved", ["no-place"] = "patch_rejected" },
                verdicts);
    }

    [Fact]
    public async Task A_model_with_a_long_name_or_one_that_makes_the_same_file_name_has_a_report_of_its_own()
    {
        GradingFolder.NeedEngine();
        var patches = new[] { "org/a", "org__a", new string('m', 300), new string('m', 301) }.ToDictionary(model => model,
            string? (_) => "");
        _folder.WritePredictions("calc-1", patches);

        await _folder.GradeAsync("--datasets", "tasks");

        var run = Path.GetFileName(_folder.Eval.RunFolder);
        Assert.Equal(patches.Count, Directory.EnumerateFiles(_folder.Eval.RunFolder, $"*.{run}.json").Count());
        Assert.Equal(patches.Count, Directory.EnumerateFiles(Path.Combine(_folder.Eval.RunFolder, "logs"), "report.json",
            SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task A_script_that_is_edited_stays_executable()
    {
        GradingFolder.NeedEngine();
        _folder.Write("tasks/calc/repository/run.sh", "echo hello\n");
        await _folder.RunAsync("chmod", "+x", "tasks/calc/repository/run.sh");
        _folder.WritePredictions("calc-1",
            new Dictionary<string, string?> { ["m"] = "run.sh\n<<<<<<< SEARCH\necho hello\n=======\necho hi\n>>>>>>> REPLACE\n" });

        await _folder.GradeAsync("--datasets", "tasks");

        var patch = await File.ReadAllTextAsync(_folder.LogFile("m", "calc-1", "patch.diff"), TestContext.Current.CancellationToken);
        Assert.Contains("+echo hi\n", patch, StringComparison.Ordinal);
        Assert.DoesNotContain("mode", patch, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_has_no_say_in_how_hidden_tests_are_put_in_place()
    {
        GradingFolder.NeedEngine();
        const string Settings = "diff --git a/.git/config b/.git/config\n--- a/.git/config\n+++ b/.git/config\n@@ -1,4 +1,6 @@\n [core]\n "
            + "\trepositoryformatversion = 0\n \tfilemode = true\n \tbare = false\n";
        const string Filter = Settings + "+[filter \"x\"]\n+\tsmudge = sed 's/assert .*/assert True/'\n";
        var wrong = Good.Replace("a + b", "a * b", StringComparison.Ordinal);
        await WriteRecordAsync(AddsTest
            + "diff --git a/tests/__init__.py b/tests/__init__.py\nnew file mode 100644\nindex 0000000..e69de29\n");
        _folder.WritePredictions("pallets__flask-1", new Dictionary<string, string?>
        {
            ["filter"] = wrong + Patches.NewFile(".git/info/attributes", "*.py filter=x") + Filter,
            ["damage"] = wrong + Settings.Replace("1,6", "1,5", StringComparison.Ordinal) + "+nonsense\n",
            ["same-file"] = Good + Patches.NewFile("tests/__init__.py", "x = 1"),
        });

        var verdicts = await _folder.GradeAsync("--datasets", "swe.jsonl", "--repositories", "mirrors");

        Assert.Equal(new Dictionary<string, string> { ["filter"] = "unresolved", ["damage"] = "unresolved", ["same-file"] = "passed" },
            verdicts);
    }

    [Fact]
    public async Task A_check_sets_unfit_tasks_aside_and_runs_leave_them_out_until_they_are_mended()
    {
        GradingFolder.NeedEngine();
        _folder.Write("tasks/calc/gold.patch", Good.Replace("a + b", "a * b", StringComparison.Ordinal));

        var unfit = await _folder.Eval.RunAsync("datasets", "check", "tasks", "--times", "1");
        var refused = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "gold");
        _folder.Write("tasks/calc/gold.patch", Good);
        var fit = await _folder.Eval.RunAsync("datasets", "check", "tasks", "--times", "1");
        var graded = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "gold");

        Assert.Equal(1, unfit.ExitCode);
        Assert.Contains("SET ASIDE: the known patch does not resolve it: 1 of 1 tests still fail (first: tests/test_calc.py::test_add)",
            unfit.Output, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("calc-1: 'datasets check' found that", refused.Error, StringComparison.Ordinal);
        Assert.True(fit.ExitCode == 0, fit.Output + fit.Error);
        Assert.Contains("the task is fit", fit.Output, StringComparison.Ordinal);
        Assert.True(graded.ExitCode == 0, graded.Error);
    }

    [Fact]
    public async Task Wrong_names_are_sentences()
    {
        GradingFolder.NeedEngine();
        _folder.Write("preds.jsonl", """{"instance_id":"other-1","model_name_or_path":"m","model_patch":"x"}""");
        _folder.Write("tasks/calc/task.json", """{"id":"calc-1","environment":"cobol","failToPass":["x"]}""");

        var missing = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "nowhere.jsonl");
        var other = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "preds.jsonl");
        var environment = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "gold");

        Assert.Equal((2, 2, 3), (missing.ExitCode, other.ExitCode, environment.ExitCode));
        Assert.Contains("--predictions nowhere.jsonl: there is no such file", missing.Error, StringComparison.Ordinal);
        Assert.Contains("None of the answers is for one of the chosen tasks (the answers name other-1)", other.Error,
            StringComparison.Ordinal);
        Assert.Contains("names the environment 'cobol'; there are django, dotnet, flask", environment.Error, StringComparison.Ordinal);
    }

    private async Task WriteRecordAsync(string testPatch = AddsTest)
    {
        _folder.Write("mirrors/pallets__flask/calc.py", "def add(a, b):\n    return a - b\n");
        _folder.Write("mirrors/pallets__flask/conftest.py", "");
        _folder.Write("mirrors/pallets__flask/.hidden", "kept\n");
        _folder.Write("mirrors/pallets__flask/.gitattributes", "conftest.py export-ignore\n");
        _folder.Write("mirrors/pallets__flask/tests/test_calc.py",
            "from calc import add\n\n\ndef test_zero():\n    assert add(0, 0) == 0\n");
        _folder.WriteRecord("pallets__flask-1", await _folder.CommitAsync("mirrors/pallets__flask"), testPatch,
            "tests/test_calc.py::test_add", "tests/test_calc.py::test_zero");
    }
}
