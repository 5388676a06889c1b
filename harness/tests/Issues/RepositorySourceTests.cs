using System.Formats.Tar;
using Eval.Datasets;
using Eval.Harness.Issues;

namespace Eval.Harness.Tests.Issues;

public sealed class RepositorySourceTests : IDisposable
{
    private readonly GradingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_repositorys_link_is_packed_as_a_link_and_nothing_of_this_machine_with_it()
    {
        var ct = TestContext.Current.CancellationToken;
        _folder.Write("secrets/key.txt", "secret");
        _folder.Write("mirrors/org__repo/src/a.py", "a = 1\n");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Eval.Folder, "mirrors", "org__repo", "src", "out"),
            Path.Combine(_folder.Eval.Folder, "secrets"));
        File.CreateSymbolicLink(Path.Combine(_folder.Eval.Folder, "mirrors", "org__repo", "key"),
            Path.Combine(_folder.Eval.Folder, "secrets", "key.txt"));
        var task = TaskAt(await _folder.CommitAsync("mirrors/org__repo"));

        await using var archive = await new RepositorySource(Path.Combine(_folder.Eval.Folder, "mirrors"), _folder.Eval.Folder, _ => { })
            .TreeOf(task).OpenAsync(ct);

        var entries = new List<(string Name, TarEntryType Type)>();
        await using var tar = new TarReader(archive);
        while (await tar.GetNextEntryAsync(cancellationToken: ct) is { } entry)
        {
            entries.Add((entry.Name, entry.EntryType));
        }

        Assert.Equal([("key", TarEntryType.SymbolicLink), ("src/a.py", TarEntryType.RegularFile), ("src/out", TarEntryType.SymbolicLink)],
            entries);
    }

    [Fact]
    public async Task Settings_of_a_mirror_are_not_followed_on_this_machine()
    {
        var ct = TestContext.Current.CancellationToken;
        _folder.Write("mirrors/org__repo/a.py", "a = 1\n");
        _folder.Write("mirrors/org__repo/.gitattributes", "*.py filter=x\n");
        var task = TaskAt(await _folder.CommitAsync("mirrors/org__repo"));
        var mark = Path.Combine(_folder.Eval.Folder, "ran");
        await _folder.RunAsync("git", "-C", "mirrors/org__repo", "config", "filter.x.smudge", $"touch {mark}; cat");
        await _folder.RunAsync("git", "-C", "mirrors/org__repo", "config", "core.fsmonitor", $"touch {mark}; false");
        var source = new RepositorySource(Path.Combine(_folder.Eval.Folder, "mirrors"), _folder.Eval.Folder, _ => { });

        await source.CheckAsync(task, ct);
        var text = await source.ReadFileAsync(task, "a.py", ct);
        await using var archive = await source.TreeOf(task).OpenAsync(ct);

        Assert.Equal("a = 1\n", text);
        await using var tar = new TarReader(archive);
        Assert.Equal(".gitattributes", (await tar.GetNextEntryAsync(cancellationToken: ct))?.Name);
        Assert.Equal("a.py", (await tar.GetNextEntryAsync(cancellationToken: ct))?.Name);
        Assert.False(File.Exists(mark));
    }

    private static IssueTask TaskAt(string commit) => new()
    {
        Id = "org__repo-1", Dataset = "d", Language = "python", Class = IssueTask.IssueResolution, Prompt = "p", Repository = "org/repo",
            BaseCommit = commit, TestFiles = ["t.py"], FailToPass = ["t"], PassToPass = [],
    };
}
