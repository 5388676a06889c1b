using Eval.Harness.Options;
using Eval.Harness.Runs;

namespace Eval.Harness.Tests.Runs;

public sealed class OutputCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-output-check");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_can_be_written_is_found_so_and_nothing_is_left_behind()
    {
        Write("gates.xml", "<testsuites/>");
        Directory.CreateDirectory(In("there"));

        foreach (var options in new[] { Options("there"), Options("not/yet"),
            Options("there") with { JUnit = In("gates.xml"), Record = In("tape") }, Options("there") with { JUnit = In("a/b.xml") } })
        {
            Assert.Empty(await OutputCheck.ProblemsAsync(options, 100, Ct));
        }

        Assert.Equal(["gates.xml", "there"],
            Directory.EnumerateFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
        Assert.Equal("<testsuites/>", File.ReadAllText(In("gates.xml")));
    }

    [Fact]
    public async Task All_that_cannot_be_written_is_told_at_once_each_with_its_reason()
    {
        Write("file", "");
        Directory.CreateDirectory(In("folder.xml"));

        var problems = await OutputCheck.ProblemsAsync(new RunOptions { Out = In("file/runs"), Record = In("file"),
            JUnit = In("folder.xml") }, 1, Ct);

        Assert.Collection(
            problems,
            problem => Assert.StartsWith($"--out {In("file/runs")}: nothing can be written there ({In("file")} is a file)", problem,
                StringComparison.Ordinal),
            problem => Assert.StartsWith($"--record {In("file")}: nothing can be written there ({In("file")} is a file)", problem,
                StringComparison.Ordinal),
            problem => Assert.StartsWith($"--junit {In("folder.xml")}: this cannot be written (this is a folder)", problem,
                StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Needs", "Linux")]
    public async Task A_folder_of_the_system_that_takes_no_files_is_none_for_runs()
    {
        Require.That(OperatingSystem.IsLinux(), "needs Linux");
        Assert.StartsWith("--out /proc/runs: nothing can be written there (",
            Assert.Single(await OutputCheck.ProblemsAsync(new RunOptions { Out = "/proc/runs" }, 1, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_told_before_anything_is_paid_for()
    {
        Directory.CreateDirectory(In("runs"));
        Write("runs/eval.db",
            "This is a text file, long enough to be looked at as a database by its first bytes ................................");

        Assert.Contains("is not a run store", Assert.Single(await OutputCheck.ProblemsAsync(Options("runs"), 1, Ct)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_will_not_hold_the_run_is_told_with_what_is_free_and_what_is_needed()
    {
        const int Many = 1_000_000_000;
        var free = new DriveInfo(_folder.FullName).AvailableFreeSpace;
        Require.That(free < Many * 4096L, "needs a disk that does not hold a billion attempts");

        var problem = Assert.Single(await OutputCheck.ProblemsAsync(Options("runs"), Many, Ct));

        Assert.Matches(@"its disk is full: \d+\.\d MB are free, and a run of 1,?000,?000,?000 attempts takes about 4096001\.0 MB; free some space", problem);
        Assert.Empty(await OutputCheck.ProblemsAsync(Options("runs") with { Completions = ["answers.jsonl"] }, Many, Ct));
    }

    private RunOptions Options(string folder) => new() { Out = In(folder) };

    private string In(string path) => Path.Combine(_folder.FullName, path);

    private void Write(string path, string text) => File.WriteAllText(In(path), text);
}
