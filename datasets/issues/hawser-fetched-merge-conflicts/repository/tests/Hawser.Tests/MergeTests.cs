using Hawser.Merging;
using static Hawser.Tests.TestData;

namespace Hawser.Tests;

public class MergeTests
{
    [Fact]
    public void ChangesOfBothSidesAreMerged()
    {
        Repository repository = Forked();
        MergeResult result = repository.Merge("topic", Ann(3));
        Assert.Equal(MergeOutcome.Committed, result.Outcome);
        Assert.Equal(Lines("ONE", "two", "three", "four", "FIVE"), repository.Files.Read("list.txt"));
        Assert.Equal(MergeOutcome.AlreadyUpToDate, repository.Merge("topic", Ann(4)).Outcome);
        repository.DeleteBranch("topic");
    }

    [Fact]
    public void ConflictIsMarkedAndConcluded()
    {
        Repository repository = Forked();
        repository.Save(3, "list.txt", "ONE", "two", "three", "four", "5");
        MergeResult result = repository.Merge("topic", Ann(4));
        Assert.Equal([new MergeConflict("list.txt", ConflictKind.Content)], result.Conflicts);
        Assert.Equal(
            Lines("ONE", "two", "three", "four", "<<<<<<< main", "5", "=======", "FIVE", ">>>>>>> topic"),
            repository.Files.Read("list.txt"));
        Assert.True(repository.Save(5, "list.txt", "ONE", "two", "three", "four", "FIVE").IsMerge);
        Assert.True(repository.Status().IsClean);
    }

    [Fact]
    public void BranchIsMovedForward()
    {
        Repository repository = Forked();
        repository.CreateBranch("early", "main~1");
        repository.Checkout("early");
        Assert.Equal(MergeOutcome.FastForward, repository.Merge("topic", Ann(3)).Outcome);
        Assert.Equal(repository.Find("topic"), repository.Find("early"));
    }

    [Fact]
    public void ChangesFollowAMovedFile()
    {
        Repository repository = Forked();
        repository.Files.Move("list.txt", "sub/names.txt");
        repository.Commit("move", Ann(3));
        Assert.Equal(MergeOutcome.Committed, repository.Merge("topic", Ann(4)).Outcome);
        Assert.Equal(["sub/names.txt"], repository.ListFiles());
        Assert.Equal(Lines("ONE", "two", "three", "four", "FIVE"), repository.Files.Read("sub/names.txt"));
    }

    [Fact]
    public void ChangedAndDeletedIsAConflict()
    {
        Repository repository = Forked();
        repository.Files.Delete("list.txt");
        repository.Files.Write("other.txt", "x\n");
        repository.Commit("delete", Ann(3));
        MergeResult result = repository.Merge("topic", Ann(4));
        Assert.Equal([new MergeConflict("list.txt", ConflictKind.ChangedAndDeleted)], result.Conflicts);
        repository.Abort();
        Assert.Equal(["other.txt"], repository.Files.Paths);
    }

    [Fact]
    public void CrossedBranchesAreMergedAgainstTheirMergedAncestors()
    {
        Repository repository = Forked();
        repository.CreateBranch("side", "topic");
        repository.Merge("topic", Ann(3));
        repository.Checkout("side");
        repository.Merge("main~1", Ann(4), new MergeOptions { AllowFastForward = false });
        Assert.Equal(2, repository.MergeBases("main", "side").Count);
        repository.Save(5, "list.txt", "ONE", "two", "3", "four", "FIVE");
        Assert.Equal(MergeOutcome.Committed, repository.Merge("main", Ann(6)).Outcome);
        Assert.Equal(Lines("ONE", "two", "3", "four", "FIVE"), repository.Files.Read("list.txt"));
    }

    [Fact]
    public void CommitsAreReplayedAndTakenBack()
    {
        Repository repository = Forked();
        repository.CherryPick("topic", Ann(3));
        Assert.Equal(Lines("ONE", "two", "three", "four", "FIVE"), repository.Files.Read("list.txt"));
        repository.Revert("main~1", Ann(4));
        Assert.Equal(Lines("one", "two", "three", "four", "FIVE"), repository.Files.Read("list.txt"));
    }

    [Fact]
    public void RebaseMakesCommitsAnew()
    {
        Repository repository = Forked();
        repository.Checkout("topic");
        repository.Rebase("main", Ann(3));
        Assert.Equal(["list.txt 2", "list.txt 1", "list.txt 0"], repository.Log().Subjects());
        Assert.True(repository.IsAncestor("main", "topic"));
    }
}
