namespace Eval.Datasets.Tests;

public sealed class SweBenchDatasetTests
{
    private const string Record = """
        {"instance_id":"o__r-1","repo":"o/r","base_commit":"0123456789abcdef","version":"1.0","problem_statement":"It breaks.","hints_text":"","patch":"diff --git a/a.py b/a.py\n","test_patch":"--- a/tests/test_a.py\n+++ b/tests/test_a.py\n@@ -1 +1 @@\n-x\n+y\n","FAIL_TO_PASS":"[\"tests/test_a.py::test_x\"]","PASS_TO_PASS":["tests/test_a.py::test_y"]}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_public_records_are_read_whole()
    {
        var file = Require.SharedData("swebench/swe-bench-lite-part-a.jsonl");

        var tasks = await ReadAsync(file);

        Assert.Equal(150, tasks.Count);
        Assert.All(tasks, task => Assert.NotEmpty(task.FailToPass));
        var flask = tasks.Single(task => task.Id == "pallets__flask-5063");
        Assert.Equal(("pallets/flask", "2.3", 54), (flask.Repository, flask.Version, flask.PassToPass.Count));
        Assert.Equal(["tests/test_cli.py::TestRoutes::test_subdomain", "tests/test_cli.py::TestRoutes::test_host"], flask.FailToPass);
        Assert.Equal(["tests/test_cli.py"], flask.TestFiles);
    }

    [Fact]
    public async Task Lists_may_be_texts_or_lists_and_an_empty_hint_is_none()
    {
        using var folder = new TemporaryFolder();

        var task = (await ReadAsync(folder.Write("tasks.jsonl", Record))).Single();

        Assert.Equal(["tests/test_a.py::test_x"], task.FailToPass);
        Assert.Equal(["tests/test_a.py::test_y"], task.PassToPass);
        Assert.Null(task.Hints);
    }

    [Theory]
    [InlineData("\"base_commit\":\"0123456789abcdef\"", "\"base_commit\":\"--upload-pack=x\"",
        "field 'base_commit': is '--upload-pack=x', which is no commit; its hash in hexadecimal is needed.")]
    [InlineData("\"repo\":\"o/r\"", "\"repo\":\"../../etc\"", "field 'repo': is '../../etc'; write owner/name.")]
    [InlineData("[\\\"tests/test_a.py::test_x\\\"]", "not a list", "field 'FAIL_TO_PASS': is a text; a list of texts is needed.")]
    public async Task A_mistake_is_named_by_file_line_and_field(string part, string instead, string sentence)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("tasks.jsonl",
            Record + "\n" + Record.Replace("o__r-1", "o__r-2", StringComparison.Ordinal).Replace(part, instead, StringComparison.Ordinal));

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(file));

        Assert.Equal($"{file}, line 2, {sentence}", mistake.Message);
    }

    [Theory]
    [InlineData("\"[\\\"tests/test_a.py::test_x\\\"]\"", "\"[]\"",
        "FAIL_TO_PASS is empty, and without a test to pass nothing can be resolved")]
    [InlineData("\"[\\\"tests/test_a.py::test_x\\\"]\"", "null",
        "FAIL_TO_PASS is null, and without a test to pass nothing can be resolved")]
    [InlineData("\"FAIL_TO_PASS\"", "\"tests\"", "FAIL_TO_PASS is missing, and without a test to pass nothing can be resolved")]
    [InlineData("--- a/tests/test_a.py", "nothing", "test_patch touches no file; a unified diff in git's format is needed")]
    [InlineData("\"It breaks.\"", "\"\"", "problem_statement is empty, and without an issue nothing is asked")]
    public async Task A_record_that_cannot_be_used_is_set_aside_and_the_others_are_read(string part, string instead, string reason)
    {
        using var folder = new TemporaryFolder();
        var unfit = Record.Replace("o__r-1", "o__r-2", StringComparison.Ordinal).Replace(part, instead, StringComparison.Ordinal);
        var dataset = await new DatasetCatalog("none").OpenAsync(folder.Write("tasks.jsonl", $"{unfit}\n{Record}"), Ct);

        Assert.Equal(["o__r-1"], (await dataset.ReadAsync(Ct).ToListAsync(Ct)).Select(task => task.Id));
        Assert.Equal([new SetAsideTask("o__r-2", reason)], dataset.SetAside);

        var alone = await new DatasetCatalog("none").OpenAsync(folder.Write("alone.jsonl", unfit), Ct);
        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(async () => await alone.ReadAsync(Ct).ToListAsync(Ct));
        Assert.EndsWith($"none of its 1 tasks can be used; the first is 'o__r-2': {reason}.", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"FAIL_TO_PASS\":\"[\\\"a\\\", \\\"it's\\\"]\"", "a|it's")]
    [InlineData("\"FAIL_TO_PASS\":[\"a\",\"it's\"]", "a|it's")]
    [InlineData("\"FAIL_TO_PASS\":\"['a', \\\"it's\\\"]\"", "a|it's")]
    [InlineData("\"fail_to_pass\":\"['a', \\\"it's\\\"]\"", "a|it's")]
    [InlineData("\"fail_to_pass\":[\"a\",\"it's\"]", "a|it's")]
    public async Task Lists_of_tests_are_read_in_every_way_that_sets_write_them(string field, string tests)
    {
        using var folder = new TemporaryFolder();
        var record = Record.Replace("\"FAIL_TO_PASS\":\"[\\\"tests/test_a.py::test_x\\\"]\"", field, StringComparison.Ordinal)
            .Replace("\"PASS_TO_PASS\":[\"tests/test_a.py::test_y\"]", "\"PASS_TO_PASS\":null", StringComparison.Ordinal);

        var task = (await ReadAsync(folder.Write("tasks.jsonl", record))).Single();

        Assert.Equal(tests.Split('|'), task.FailToPass);
        Assert.Empty(task.PassToPass);
    }

    [Theory]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"1.0\"", "python")]
    [InlineData("tests/test_a.py\\n", "Tests/ATests.cs\\n", "csharp")]
    [InlineData("tests/test_a.py\\n", "src/a_test.go\\n", "go")]
    [InlineData("tests/test_a.py\\n", "tests/data.txt\\n", "python")]
    [InlineData("a.py", "a.unheard", "unknown")]
    [InlineData("\"version\":\"1.0\"", "\"version\":1.0,\"repo_language\":\"Go\"", "go")]
    [InlineData("\"version\":\"1.0\"", "\"version\":null,\"language\":\"C#\"", "csharp")]
    public async Task The_language_is_told_by_the_record_else_by_the_files_of_its_tests_and_change(string part, string instead,
        string language)
    {
        using var folder = new TemporaryFolder();

        var task = (await ReadAsync(folder.Write("tasks.jsonl", Record.Replace(part, instead, StringComparison.Ordinal)))).Single();

        Assert.Equal(language, task.Language);
    }

    [Fact]
    public async Task A_table_of_a_set_in_csharp_is_read_and_what_has_no_test_to_pass_is_set_aside()
    {
        var dataset = await new DatasetCatalog("none").OpenAsync(Require.SharedData("swebench/swe-sharp-bench.csv"), Ct);

        var info = await DatasetInfo.ReadAsync(dataset, Ct);

        Assert.Equal(("swe-sharp-bench", "SWE-bench", 130, 20), (info.Name, info.Kind, info.Tasks, info.SetAside.Count));
        Assert.Equal(130, info.Languages["csharp"]);
        Assert.All(info.SetAside, task => Assert.StartsWith("FAIL_TO_PASS is empty", task.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Paths_of_a_diff_are_told_from_lines_that_look_like_them()
    {
        const string Diff = "diff --git a/old.py b/old.py\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\ndiff --git a/new.py "
            + "b/new.py\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1,2 @@\n+a\n+++ b/no.py\n";

        Assert.Equal(["old.py", "new.py"], DiffPaths.Find(Diff));
    }

    [Theory]
    [InlineData("diff --git \"a/\\346\\226\\207/\\303\\244 b.txt\" \"b/\\346\\226\\207/\\303\\244 b.txt\"\nold mode 100644\nnew mode "
        + "100755\n", "文/ä b.txt")]
    [InlineData("diff --git a/a.txt \"b/\\tb.txt\"\nrename from a.txt\nrename to \"\\tb.txt\"\n", "\tb.txt")]
    [InlineData("--- \"a/x\\\\y\\\"z.txt\"\n+++ \"b/x\\\\y\\\"z.txt\"\n@@ -1 +1 @@\n-a\n+b\n", "x\\y\"z.txt")]
    [InlineData("--- a/a b.txt\t\n+++ b/a b.txt\t\r\n@@ -1,2 +1,2 @@\n--- a\n+++ b/no.txt\n c\n", "a b.txt")]
    public void A_path_is_read_as_git_writes_it(string diff, string path) => Assert.Equal([path], DiffPaths.Find(diff));

    [Fact]
    public void Files_without_changed_lines_are_told_too()
    {
        const string Diff =
            """
            diff --git a/tests/a b/__init__.py b/tests/a b/__init__.py
            new file mode 100644
            index 0000000..e69de29
            diff --git a/tests/old.py b/tests/new.py
            similarity index 100%
            rename from tests/old.py
            rename to tests/new.py
            diff --git a/tests/x.png b/tests/x.png
            index 1111111..2222222 100644
            GIT binary patch
            diff --git a/tests/b.py b/tests/b.py
            --- a/tests/b.py
            +++ b/tests/b.py
            diff --git a/run.sh b/run.sh
            old mode 100644
            new mode 100755
            """;

        Assert.Equal(["tests/a b/__init__.py", "tests/new.py", "tests/x.png", "tests/b.py", "run.sh"], DiffPaths.Find(Diff));
    }

    private static async Task<List<IssueTask>> ReadAsync(string file)
    {
        var dataset = await new DatasetCatalog("none").OpenAsync(file, Ct);
        Assert.Equal("SWE-bench", dataset.Kind);
        return await dataset.ReadAsync(Ct).Cast<IssueTask>().ToListAsync(Ct);
    }
}
