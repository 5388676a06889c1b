using static Hawser.Tests.TestData;

namespace Hawser.Tests;

public class HistoryTests
{
    [Fact]
    public void RangesListWhatOneSideLacks()
    {
        Repository repository = Forked();
        Assert.Equal(["list.txt 2"], repository.Log("main..topic").Subjects());
        Assert.Equal(["list.txt 1"], repository.Log("topic..").Subjects());
        Assert.Equal(["list.txt 2", "list.txt 1"], repository.Log("main...topic").Subjects());
        Assert.Equal((1, 1), (repository.Divergence("main", "topic").Ahead, repository.Divergence("main", "topic").Behind));
    }

    [Fact]
    public void LogOfAPathLeavesOtherCommitsOut()
    {
        Repository repository = Forked();
        repository.Save(3, "doc/other.txt", "x");
        repository.Merge("topic", Ann(4));
        Assert.Equal(["doc/other.txt 3"], repository.Log("main", "doc").Subjects());
        Assert.Equal("Merge topic into main", repository.Log("main", "list.txt").First().Subject);
    }

    [Fact]
    public void BlameFollowsLinesThroughMergesAndMoves()
    {
        Repository repository = Forked();
        repository.Merge("topic", Ann(3));
        repository.Files.Move("list.txt", "names.txt");
        repository.Commit("move", Ann(4));
        Assert.Equal(
            ["list.txt 1", "list.txt 0", "list.txt 0", "list.txt 0", "list.txt 2"],
            repository.Blame("names.txt").Select(l => l.Commit.Subject));
    }

    [Fact]
    public void CommitIsDescribedByTheNearestTag()
    {
        Repository repository = Forked();
        Assert.Null(repository.Describe());
        repository.CreateTag("v1", "main~1");
        Assert.Equal("v1", repository.Describe("topic~1"));
        Assert.Equal("v1-1-" + repository.Head!.Id.Short, repository.Describe());
    }

    [Fact]
    public void BranchThatIsNotMergedIsNotDeleted()
    {
        Repository repository = Forked();
        Assert.Throws<HawserException>(() => repository.DeleteBranch("topic"));
        Assert.Equal(["main", "topic"], repository.BranchesContaining("main~1"));
        Assert.Equal(["topic"], repository.BranchesContaining("topic"));
    }
}
