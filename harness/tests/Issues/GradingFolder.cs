using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Eval.Harness.Tests.WholeProgram;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Issues;

/// <summary>A folder with tasks and patches, and the program that grades them in it.</summary>
internal sealed class GradingFolder : IDisposable
{
    public GradingFolder() => Eval.Environment["EVAL_DATASETS"] = Path.Combine(Eval.Folder, "kept");

    public EvalProcess Eval { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Eval.Dispose();

    public void Write(string name, string text)
    {
        var path = Path.Combine(Eval.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes what describes the task in <c>tasks/calc</c>, a small repository that is none of SWE-bench's.</summary>
    public void WriteTask(string json, string goldPatch)
    {
        Write("tasks/calc/task.json", json);
        Write("tasks/calc/issue.md", "# add subtracts\n\nadd(2, 3) gives -1.\n");
        Write("tasks/calc/gold.patch", goldPatch);
    }

    /// <summary>Writes the task whose <c>add</c> subtracts, with its repository and its hidden test.</summary>
    public void WriteCalculator()
    {
        WriteTask("""{"id":"calc-1","language":"python","environment":"python","failToPass":["tests/test_calc.py::test_add"],"passToPass":["tests/test_calc.py::test_zero"]}""", Patches.Good);
        Write("tasks/calc/repository/calc.py", "def add(a, b):\n    return a - b\n");
        Write("tasks/calc/repository/conftest.py", "");
        Write("tasks/calc/repository/tests/test_calc.py", "from calc import add\n\n\ndef test_zero():\n    assert add(0, 0) == 0\n");
        Write("tasks/calc/tests/tests/test_calc.py",
            "from calc import add\n\n\ndef test_zero():\n    assert add(0, 0) == 0\n\n\ndef test_add():\n    assert add(2, 3) == 5\n");
    }

    /// <summary>Writes a record of SWE-bench's form to <c>swe.jsonl</c>.</summary>
    public void WriteRecord(string id, string commit, string testPatch, string failToPass, params string[] passToPass) =>
        Write("swe.jsonl", JsonSerializer.Serialize(new
    {
        instance_id = id,
        repo = "pallets/flask",
        base_commit = commit,
        patch = Patches.Good,
        test_patch = testPatch,
        problem_statement = "add subtracts",
        FAIL_TO_PASS = JsonSerializer.Serialize(new[] { failToPass }),
        PASS_TO_PASS = JsonSerializer.Serialize(passToPass),
        version = "2.3",
    }));

    /// <summary>Makes a git repository of a folder; returns its commit.</summary>
    public async Task<string> CommitAsync(string repository)
    {
        await RunAsync("git", "init", "-q", "-b", "main", repository);
        await RunAsync("git", "-C", repository, "add", "-A");
        await RunAsync("git", "-C", repository, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "base");
        return (await RunAsync("git", "-C", repository, "rev-parse", "HEAD")).Trim();
    }

    /// <summary>Writes patches for one task, each by a model of its own.</summary>
    public void WritePredictions(string task, IReadOnlyDictionary<string, string?> patches) =>
        Write("preds.jsonl", string.Join('\n',
            patches.Select(patch => JsonSerializer.Serialize(new { instance_id = task, model_name_or_path = patch.Key,
            model_patch = patch.Value }))));

    /// <summary>Writes patches for several tasks.</summary>
    public void WritePredictions(IEnumerable<(string Task, string Model, string Patch)> patches) =>
        Write("preds.jsonl", string.Join('\n',
            patches.Select(each => JsonSerializer.Serialize(new { instance_id = each.Task, model_name_or_path = each.Model,
            model_patch = each.Patch }))));

    /// <summary>Grades the patches; returns what became of each model's.</summary>
    public async Task<Dictionary<string, string>> GradeAsync(params string[] options)
    {
        var result = await Eval.RunAsync(["grade", "--predictions", "preds.jsonl", .. options]);

        Assert.True(result.ExitCode == 0, result.Error);
        return Verdicts();
    }

    /// <summary>Grades patches of which only that of the model <c>good</c> resolves the task.</summary>
    public async Task AssertOnlyGoodResolvesAsync(string task, IReadOnlyDictionary<string, string?> patches)
    {
        WritePredictions(task, patches);

        var verdicts = await GradeAsync("--datasets", "tasks");

        Assert.Equal(patches.Keys.ToDictionary(model => model, model => model == "good" ? "passed" : "unresolved"), verdicts);
    }

    public async Task AssertTaskIsFitAsync()
    {
        var result = await Eval.RunAsync("datasets", "check", "tasks", "--times", "1");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("known patch resolves 1/1, no patch fails as listed 1/1", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Reads the run's rows, each value by its column.</summary>
    public List<Dictionary<string, string>> Rows()
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Eval.RunFolder, "attempts.csv")), CultureInfo.InvariantCulture);
        return [.. csv.GetRecords<dynamic>()
            .Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => (string)cell.Value))];
    }

    /// <summary>Reads what became of each model's patch.</summary>
    public Dictionary<string, string> Verdicts() => Rows().ToDictionary(row => row["model"], row => row["verdict"]);

    public async Task<List<Attempt>> StoredAttemptsAsync()
    {
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(Eval.Folder, "runs"), Ct);
        return await store.ReadAttemptsAsync(Path.GetFileName(Eval.RunFolder), withTexts: true, Ct).ToListAsync(Ct);
    }

    /// <summary>Where the official tools look for a file about one model's patch.</summary>
    public string LogFile(string model, string task, string name) =>
        Path.Combine(Eval.RunFolder, "logs", "run_evaluation", Path.GetFileName(Eval.RunFolder), model, task, name);

    /// <summary>Reads the official report of one model's patch.</summary>
    public JsonElement Report(string model, string task) => Json(LogFile(model, task, "report.json")).GetProperty(task);

    public JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Eval.RunFolder, path))).RootElement;

    /// <summary>Runs a program in the folder; it must succeed.</summary>
    public async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(Require.Tool(tool), arguments) { WorkingDirectory = Eval.Folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment["DOCKER_BUILDKIT"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} failed: {await error}");
    }

    public static void NeedEngine()
    {
        using var docker = Process.Start(new ProcessStartInfo(Require.Tool("docker"), ["info"]) { RedirectStandardError = true,
            RedirectStandardOutput = true })!;
        docker.StandardOutput.ReadToEnd();
        docker.WaitForExit();
        Require.That(docker.ExitCode == 0, "needs a container engine");
    }
}
