using System.Diagnostics;

namespace Eval.Datasets.Tests;

public sealed class IssueFolderDatasetTests
{
    private const string Task = """{"id":"a","environment":"python","failToPass":["t.py::x"],"passToPass":["t.py::y"],"files":["a.py"]}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_a_folder_and_its_hash_covers_repository_and_tests()
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);

        var before = Assert.Single(await ReadAsync(folder));
        folder.Write("one/tests/tests/t.py", "changed");
        var after = Assert.Single(await ReadAsync(folder));

        Assert.Equal(("a", "issue-resolution", "It breaks.\r\n"), (before.Id, before.Class, before.Prompt));
        Assert.Equal(["tests/t.py"], before.TestFiles);
        Assert.NotEqual(before.ContentHash, after.ContentHash);
    }

    [Theory]
    [InlineData("\"environment\":\"python\",", "", "field 'environment': is missing, and so is a Dockerfile; name an environment.")]
    [InlineData("[\"t.py::x\"]", "[]", "field 'failToPass': holds no test; name at least one.")]
    [InlineData("[\"t.py::y\"]", "[\"t.py::x\"]", "field 'passToPass': holds 't.py::x', which stands in failToPass too.")]
    [InlineData("[\"a.py\"]", "[\"b.py\"]", "field 'files': names 'b.py', which is not in repository/.")]
    [InlineData("\"id\"", "\"dificulty\":\"x\",\"id\"", "field 'dificulty': is not known; did you mean 'difficulty'? The fields are id, "
        + "class, difficulty, language, environment, measures, tags, files, configurationFiles, testCommand, failToPass, passToPass.")]
    public async Task A_mistake_is_named_by_file_and_field(string part, string instead, string sentence)
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task.Replace(part, instead, StringComparison.Ordinal));

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(folder));

        Assert.Equal($"{Path.Combine(folder.Path, "one", "task.json")}, {sentence}", mistake.Message);
    }

    [Fact]
    public async Task A_task_without_hidden_tests_is_refused()
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);
        Directory.Delete(Path.Combine(folder.Path, "one", "tests"), recursive: true);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(folder));

        Assert.EndsWith("tests: is missing or empty; an issue task needs it.", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repository/link.py", "/etc/passwd")]
    [InlineData("repository/folder", "/etc")]
    [InlineData("tests/tests/link.py", "/etc/passwd")]
    [InlineData("repository", "/etc")]
    [InlineData("tests", "/etc")]
    [InlineData("task.json", "/etc/passwd")]
    [InlineData("issue.md", "/etc/passwd")]
    [InlineData("gold.patch", "/etc/passwd")]
    public async Task A_link_out_of_the_data_set_is_refused(string name, string target)
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);
        var link = Path.Combine(folder.Path, "one", name);
        if (File.Exists(link))
        {
            File.Delete(link);
        }
        else if (Directory.Exists(link))
        {
            Directory.Delete(link, recursive: true);
        }

        File.CreateSymbolicLink(link, target);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(folder));

        Assert.Equal($"{link}: is a link, which may lead out of the data set; put the file itself there.", mistake.Message);
    }

    [Theory]
    [InlineData("repository/pipe")]
    [InlineData("tests/tests/pipe")]
    [InlineData("task.json")]
    [InlineData("issue.md")]
    [InlineData("gold.patch")]
    [InlineData("Dockerfile")]
    [InlineData("beside.txt")]
    public async Task A_pipe_is_refused_instead_of_waited_for(string name)
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);
        folder.Write("one/Dockerfile", "FROM scratch\n");
        var pipe = Path.Combine(folder.Path, "one", name);
        File.Delete(pipe);
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(Ct);
        }

        var dataset = await new DatasetCatalog("none").OpenAsync(folder.Path, Ct);
        var hashing = Assert.ThrowsAsync<DatasetFormatException>(() => System.Threading.Tasks.Task.Run(() => dataset.Hash, Ct));
        var reading = Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(folder));

        Assert.All(
            [await hashing.WaitAsync(Timeout, Ct), await reading.WaitAsync(Timeout, Ct)],
            mistake => Assert.Equal($"{pipe}: is a pipe, a socket or a device; an issue task holds files and folders only.",
                mistake.Message));
    }

    [Fact]
    public async Task An_empty_file_is_no_pipe()
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);
        folder.Write("one/repository/__init__.py", "");

        Assert.Single(await ReadAsync(folder));
    }

    [Fact]
    public async Task The_bundled_issues_name_what_they_measure_and_show_files_that_are_there()
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("issues", Ct);
        var tasks = await dataset.ReadAsync(Ct).Cast<IssueTask>().ToListAsync(Ct);

        Assert.All(tasks, task =>
        {
            Assert.False(string.IsNullOrWhiteSpace(task.Measures), task.Id);
            Assert.NotNull(task.Difficulty);
            Assert.True(task.FailToPass.Count >= 2 && task.PassToPass.Count >= 6, task.Id);
            Assert.Empty(DiffPaths.Find(task.GoldPatch!).Intersect(task.TestFiles));
            Assert.Empty(DiffPaths.Find(task.GoldPatch!).Where(path => File.Exists(Path.Combine(task.Snapshot!, path)))
                .Except(task.ShownFiles));
        });
        // About four letters are a token.
        Assert.All(tasks.Where(task => task.Class == IssueTask.LongContext), task =>
            Assert.True(task.ShownFiles.Sum(file => new FileInfo(Path.Combine(task.Snapshot!, file)).Length) > 4 * 20_000, task.Id));
    }

    [Fact]
    public async Task The_known_patch_is_read_as_it_is()
    {
        using var folder = new TemporaryFolder();
        Fill(folder, Task);
        const string Patch = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n \fx = 1\r\n-y = '\u2028'\u0085\n+y = "
            + "'\u2029\v'\r\n\\ No newline at end of file";
        folder.Write("one/gold.patch", Patch);

        Assert.Equal(Patch, Assert.Single(await ReadAsync(folder)).GoldPatch);
    }

    private static void Fill(TemporaryFolder folder, string task)
    {
        folder.Write("one/task.json", task);
        folder.Write("one/issue.md", "It breaks.\r\n");
        folder.Write("one/repository/a.py", "x = 1\n");
        folder.Write("one/tests/tests/t.py", "def x(): pass\n");
        folder.Write("one/gold.patch", "diff --git a/a.py b/a.py\n");
    }

    private static async Task<List<IssueTask>> ReadAsync(TemporaryFolder folder) =>
        await (await new DatasetCatalog("none").OpenAsync(folder.Path, Ct)).ReadAsync(Ct).Cast<IssueTask>().ToListAsync(Ct);
}
