using Hawser.Merging;
using Hawser.Transfer;
using static Hawser.Tests.TestData;

namespace Hawser.Tests;

public class ExchangeTests
{
    [Fact]
    public void FetchBringsWhatIsMissing()
    {
        Repository source = Forked();
        Repository clone = Repository.Clone(source);
        Assert.Equal(3, clone.CommitCount);
        source.Save(3, "more.txt", "x");
        FetchResult result = clone.Fetch(source, new FetchOptions { Branches = ["main"] });
        Assert.Equal(1, result.NewCommits);
        Assert.Equal(["origin/main"], result.Branches);
        Assert.Equal(MergeOutcome.FastForward, clone.Merge("origin/main", Ann(4)).Outcome);
        Assert.Equal("x\n", clone.Files.Read("more.txt"));
    }

    [Fact]
    public void BranchesOfACloneAreMerged()
    {
        Repository clone = Repository.Clone(Forked());
        Assert.Equal(MergeOutcome.Committed, clone.Merge("origin/topic", Ann(3)).Outcome);
        Assert.Equal(Lines("ONE", "two", "three", "four", "FIVE"), clone.Files.Read("list.txt"));
    }

    [Fact]
    public void ShallowCloneHasTheLatestCommits()
    {
        Repository source = Forked();
        source.Save(3, "list.txt", "1", "two", "three", "four", "five");
        Repository clone = Repository.Clone(source, options: new FetchOptions { Depth = 1 });
        Assert.True(clone.IsShallow);
        Assert.Equal(["list.txt 3"], clone.Log().Subjects());
        Assert.Throws<UnknownRevisionException>(() => clone.Find("main~1"));
    }

    [Fact]
    public void LaterFetchCompletesAShallowClone()
    {
        Repository source = Forked();
        Repository clone = Repository.Clone(source, options: new FetchOptions { Depth = 1 });
        Assert.Equal(1, clone.Fetch(source).NewCommits);
        Assert.False(clone.IsShallow);
        Assert.Equal(["list.txt 1", "list.txt 0"], clone.Log().Subjects());
    }

    [Fact]
    public void SavedRepositoryIsLoaded()
    {
        Repository repository = Forked();
        repository.Save(3, "list.txt", "ONE", "two", "three", "four", "5");
        repository.Merge("topic", Ann(4));
        Repository loaded = Repository.Load(repository.Save());
        Assert.True(loaded.Status().MergeInProgress);
        Assert.Equal(repository.Files.Read("list.txt"), loaded.Files.Read("list.txt"));
        Assert.Equal(2, loaded.Save(5, "list.txt", "done").Parents.Count);
        Assert.Equal(repository.Log("main@{0}").Subjects(), loaded.Log("main~1").Subjects());
    }

    [Fact]
    public void DamagedDataIsReported()
    {
        string saved = Forked().Save();
        Assert.Throws<CorruptDataException>(() => Repository.Load(saved[..^10]));
        Assert.Throws<CorruptDataException>(() => Repository.Load(saved.Replace("three", "3", StringComparison.Ordinal)));
    }
}
