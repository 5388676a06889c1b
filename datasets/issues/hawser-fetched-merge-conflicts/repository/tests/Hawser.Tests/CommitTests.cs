using Hawser.Trees;
using static Hawser.Tests.TestData;

namespace Hawser.Tests;

public class CommitTests
{
    [Fact]
    public void CommitsAreListedLatestFirst()
    {
        var repository = new Repository();
        repository.Save(0, "a.txt", "x");
        repository.Save(1, "sub/b.txt", "y");
        Assert.Equal(["sub/b.txt 1", "a.txt 0"], repository.Log().Subjects());
        Assert.Equal(["a.txt", "sub/b.txt"], repository.ListFiles());
        Assert.Equal("x\n", repository.ReadFile("a.txt", "main~1"));
    }

    [Fact]
    public void NothingToCommitIsReported()
    {
        var repository = new Repository();
        repository.Save(0, "a.txt", "x");
        repository.Files.Write("a.txt", "x\r\n");
        Assert.Throws<HawserException>(() => repository.Commit("again", Ann(1)));
    }

    [Fact]
    public void StatusShowsChangesAndMoves()
    {
        var repository = new Repository();
        repository.Files.Write("keep.txt", "1\n");
        repository.Files.Write("old.txt", Lines("some", "longer", "text"));
        repository.Commit("start", Ann(0));
        repository.Files.Write("keep.txt", "2\n");
        repository.Files.Move("old.txt", "sub/new.txt");
        FileChange[] changes = repository.Status().Changes.ToArray();
        Assert.Equal([FileChangeKind.Modified, FileChangeKind.Renamed], changes.Select(c => c.Kind));
        Assert.Equal("old.txt -> sub/new.txt", changes[1].ToString());
    }

    [Fact]
    public void IgnoredFilesAreNotCommitted()
    {
        var repository = new Repository();
        repository.Files.Write(".hawserignore", Lines("*.log", "!keep.log", "bin/", "/doc/*.tmp"));
        foreach (string path in (string[])["a.log", "sub/keep.log", "x/bin/y.txt", "doc/a.tmp", "sub/doc/a.tmp"])
        {
            repository.Files.Write(path, "x\n");
        }

        repository.Commit("start", Ann(0));
        Assert.Equal([".hawserignore", "sub/doc/a.tmp", "sub/keep.log"], repository.ListFiles());
        Assert.Equal(["a.log", "doc/a.tmp", "x/bin/y.txt"], repository.Status().Ignored);
    }

    [Fact]
    public void CheckoutLoadsTheFiles()
    {
        Repository repository = Forked();
        Assert.Equal(Lines("ONE", "two", "three", "four", "five"), repository.Files.Read("list.txt"));
        repository.Checkout("topic");
        Assert.Equal(Lines("one", "two", "three", "four", "FIVE"), repository.Files.Read("list.txt"));
        repository.Checkout("topic~1");
        Assert.Null(repository.CurrentBranch);
        Assert.Equal("list.txt 0", repository.Head!.Subject);
    }

    [Fact]
    public void RevisionsAreResolved()
    {
        Repository repository = Forked();
        string merged = repository.Merge("topic", Ann(3)).Commit!.Id.ToString();
        Assert.Equal("list.txt 2", repository.Find("HEAD^2").Subject);
        Assert.Equal("list.txt 0", repository.Find("main^2~1").Subject);
        Assert.Equal("list.txt 1", repository.Find("main@{1}").Subject);
        Assert.Equal(merged, repository.Find(merged[..10]).Id.ToString());
        Assert.Throws<UnknownRevisionException>(() => repository.Find("main~7"));
    }

    [Fact]
    public void CompactDropsWhatNothingLeadsTo()
    {
        Repository repository = Forked();
        repository.DeleteBranch("topic", force: true);
        Assert.NotEqual(0, repository.Compact());
        Assert.Equal(2, repository.CommitCount);
        Assert.Equal(["list.txt 1", "list.txt 0"], repository.Log().Subjects());
    }
}
