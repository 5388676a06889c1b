using System.Text;

namespace Eval.Datasets.Tests;

public sealed class DatasetCatalogTests
{
    private const string Json = """
        {
          "id": "add",
          "class": "library-api",
          "difficulty": "simple",
          "language": "csharp",
          "entryPoint": "Solution.Add",
          "measures": "sums",
          "tags": ["math"],
          "tests": [
            { "call": "Solution.Add(1, 2)", "expected": 3, "visible": true },
            { "call": "Solution.Add(int.MaxValue, 1)", "throws": "OverflowException" }
          ],
          "equivalentMutants": [{ "mutant": "constant-1-abc", "reason": "same" }]
        }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bundled_set_is_opened_by_its_name_and_read_in_the_order_of_folders()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "mine/zeta", Json.Replace("\"add\"", "\"zeta\"", StringComparison.Ordinal), "\n");
        WriteTask(folder, "mine/add", Json, "\n");
        folder.Write("mine/SOURCE.md", "about");

        var dataset = await new DatasetCatalog(folder.Path).OpenAsync("mine", Ct);
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(["add", "zeta"], tasks.Select(task => task.Id));
        var add = tasks[0];
        Assert.Equal(("mine", "csharp", "library-api", "simple"), (add.Dataset, add.Language, add.Class, add.Difficulty));
        Assert.Equal(("Solution.Add", "sums", PromptStyle.Instruction), (add.EntryPoint, add.Measures, add.PromptStyle));
        Assert.Equal(("Add.\nTwo.\n", "class Solution;\n"), (add.Prompt, add.ReferenceSolution));
        Assert.Equal([new EquivalentMutant("constant-1-abc", "same")], add.EquivalentMutants);
        var cases = Assert.IsType<CallTests>(add.Tests).Cases;
        Assert.Equal((3, true, null), (cases[0].Expected!.Value.GetInt32(), cases[0].Visible, cases[0].Throws));
        Assert.Equal((null, false, "OverflowException"), (cases[1].Expected, cases[1].Visible, cases[1].Throws));
    }

    [Theory]
    [InlineData("using Xunit;\npublic class T { [Fact] public void F() => Assert.True(true); }", ProgramTestStyle.Xunit)]
    [InlineData("public class T { [Theory, InlineData(1)] public void F(int n) => Assert.Equal(1, n); }", ProgramTestStyle.Xunit)]
    [InlineData("Debug.Assert(Solution.Add(1, 2) == 3);", ProgramTestStyle.Statements)]
    public async Task Tests_may_be_a_program_in_a_file_or_a_field(string program, ProgramTestStyle style)
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/add/task.json", """{ "id": "add", "class": "completion" }""");
        folder.Write("set/add/prompt.md", "Add.");
        folder.Write("set/add/tests.cs", program);
        var lines = folder.Write("lines.jsonl",
            System.Text.Json.JsonSerializer.Serialize(new { id = "add", @class = "completion", prompt = "Add.", tests = program }));

        var asFile = Assert.IsType<ProgramTests>((await FirstAsync(Path.Combine(folder.Path, "set"))).Tests);
        var asField = Assert.IsType<ProgramTests>((await FirstAsync(lines)).Tests);

        Assert.Equal((program, style), (asFile.Code, asFile.Style));
        Assert.Equal(asFile, asField);
    }

    [Fact]
    public async Task A_test_program_is_part_of_the_sets_hash_and_stands_alone()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "set/add", Json, "\n");
        var catalog = new DatasetCatalog(folder.Path);
        var before = (await catalog.OpenAsync("set", Ct)).Hash;
        folder.Write("set/add/tests.cs", "Debug.Assert(true);");

        Assert.NotEqual(before, (await catalog.OpenAsync("set", Ct)).Hash);
        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(async () => await (await catalog.OpenAsync("set", Ct)).ReadAsync(Ct)
            .ToListAsync(Ct));
        Assert.EndsWith("task.json, field 'tests': stands beside the file tests.cs; a task has one or the other.", mistake.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_of_a_task_are_read_as_they_are_but_for_the_mark_of_their_encoding()
    {
        using var folder = new TemporaryFolder();
        const string Text = "one\r\ntwo\n\fthree\u0085\u2028\u2029\vfour\r\rfive";
        folder.Write("windows/add/task.json", "\uFEFF" + Json.ReplaceLineEndings("\r\n"));
        foreach (var name in new[] { "prompt.md", "reference.cs" })
        {
            folder.Write($"windows/add/{name}", "\uFEFF" + Text);
        }

        var task = await FirstAsync(Path.Combine(folder.Path, "windows", "add"));

        Assert.Equal((Text, Text), (task.Prompt, task.ReferenceSolution));
    }

    [Fact]
    public async Task A_changed_copy_of_a_task_has_a_hash_of_its_own()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "one/add", Json, "\n");
        var task = await FirstAsync(Path.Combine(folder.Path, "one"));
        var hash = task.ContentHash;

        Assert.NotEqual(hash, (task with { Prompt = task.Prompt + " Please." }).ContentHash);
        Assert.Equal(hash, (task with { Difficulty = "simple" }).ContentHash);
    }

    [Fact]
    public async Task A_list_of_equivalent_mutants_does_not_change_a_tasks_hash()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "one/add", Json, "\n");
        WriteTask(folder, "other/add", Json.Replace("constant-1-abc", "constant-2-abc", StringComparison.Ordinal), "\n");

        Assert.Equal(
            (await FirstAsync(Path.Combine(folder.Path, "one"))).ContentHash,
            (await FirstAsync(Path.Combine(folder.Path, "other"))).ContentHash);
    }

    [Fact]
    public async Task A_folders_hash_follows_the_tasks_files_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "set/add", Json, "\n");
        var set = Path.Combine(folder.Path, "set");
        var before = (await DatasetCatalog.BesideProgram.OpenAsync(set, Ct)).Hash;

        folder.Write("set/SOURCE.md", "about");
        Assert.Equal(before, (await DatasetCatalog.BesideProgram.OpenAsync(set, Ct)).Hash);

        folder.Write("set/add/prompt.md", "Subtract.\n");
        Assert.NotEqual(before, (await DatasetCatalog.BesideProgram.OpenAsync(set, Ct)).Hash);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_with_the_bundled_names()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "bundled/csharp/add", Json, "\n");
        var catalog = new DatasetCatalog(Path.Combine(folder.Path, "bundled"));

        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => catalog.OpenAsync("cshrap", Ct));

        Assert.Equal("cshrap: is no bundled data set (csharp), no public one (humaneval, mbppplus, humaneval-cs) and no file or folder; "
            + "did you mean 'csharp'?", e.Message);
    }

    [Fact]
    public async Task A_folder_without_tasks_is_refused_with_the_files_it_holds()
    {
        using var folder = new TemporaryFolder();
        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => DatasetCatalog.BesideProgram.OpenAsync(folder.Path, Ct));
        Assert.Equal($"{folder.Path}: holds no task; a task is a folder with task.json and prompt.md.", e.Message);

        folder.Write("a.jsonl", "{}");
        e = await Assert.ThrowsAsync<DatasetFormatException>(() => DatasetCatalog.BesideProgram.OpenAsync(folder.Path, Ct));
        Assert.Equal($"{folder.Path}: holds no task folders; name one of its files instead: a.jsonl.", e.Message);
    }

    [Theory]
    [InlineData("task.json", "{\n  \"id\": \"add\",\n  oops\n}", ", line 3: is not valid JSON: 'oops' is not expected where it stands.")]
    [InlineData("task.json", null, ": is missing; a task is a folder with task.json and prompt.md.")]
    [InlineData("prompt.md", null, ": is missing; a task is a folder with task.json and prompt.md.")]
    [InlineData("prompt.md", " \n", ": is empty; a text is needed.")]
    [InlineData("reference.cs", "", ": is empty; a text is needed.")]
    [InlineData("task.json", "{\"id\":\"add\",\"prompt\":\"p\"}", ", field 'prompt': is not known; the fields are id, class, difficulty, "
        + "language, entryPoint, measures, tags, constraints, tests, equivalentMutants.")]
    public async Task A_mistake_in_a_folder_is_named_by_its_file(string name, string? content, string sentence)
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "set/good", Json, "\n");
        WriteTask(folder, "set/bad", Json.Replace("\"add\"", "\"bad\"", StringComparison.Ordinal), "\n");
        var file = Path.Combine(folder.Path, "set", "bad", name);
        if (content is null)
        {
            File.Delete(file);
        }
        else
        {
            folder.Write(file, content);
        }

        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => FirstAsync(Path.Combine(folder.Path, "set")));

        Assert.Equal(file + sentence, e.Message);
    }

    [Fact]
    public async Task Two_folders_with_one_id_are_refused()
    {
        using var folder = new TemporaryFolder();
        WriteTask(folder, "set/a", Json, "\n");
        WriteTask(folder, "set/b", Json, "\n");
        var set = Path.Combine(folder.Path, "set");
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(set, Ct);

        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => DatasetInfo.ReadAsync(dataset, Ct));

        Assert.Equal($"{Path.Combine(set, "b", "task.json")}, field 'id': 'add' is used in {Path.Combine(set, "a")} already; give every "
            + $"task an id of its own.", e.Message);
    }

    [Theory]
    [InlineData("class P {\n    static int Helper(int a) { return a; }\n    // Run(1) {\n    public static List<long> Run(List<(int, "
        + "int)> a) {\n", "Run")]
    [InlineData("class P {\n    public static T Pick<T>(T a, Func<T, (int, int)> b) where T : class {\n", "Pick")]
    [InlineData("def first(a):\n    return a\n\ndef second(b: int) -> int:\n", "second")]
    [InlineData("nothing here", null)]
    public void The_last_method_of_a_prompt_is_its_entry_point(string prompt, string? name)
    {
        Assert.Equal(name, MultiPlEDataset.LastMethod(prompt));
    }

    private static async Task<FunctionTask> FirstAsync(string path)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(path, Ct);
        return (FunctionTask)await dataset.ReadAsync(Ct).FirstAsync(Ct);
    }

    private static void WriteTask(TemporaryFolder folder, string path, string json, string newLine)
    {
        folder.Write($"{path}/task.json", Encoding.UTF8.GetBytes(json));
        folder.Write($"{path}/prompt.md", $"Add.{newLine}Two.{newLine}");
        folder.Write($"{path}/reference.cs", $"class Solution;{newLine}");
    }
}
