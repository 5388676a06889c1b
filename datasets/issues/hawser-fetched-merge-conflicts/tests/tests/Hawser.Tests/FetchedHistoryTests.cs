using Hawser.History;
using Hawser.Merging;
using Hawser.Objects;
using Hawser.Transfer;
using static Hawser.Tests.Stories;

namespace Hawser.Tests;

public class FetchedHistoryTests
{
    [Fact]
    public void MergeAfterDeepeningIsClean() => AssertTopicMerges(Deepen(Tell(InOrder)), "origin/topic");

    [Fact]
    public void HistoryDeepenedStepByStepAnswersTheSame()
    {
        Repository source = Tell(InOrder);
        Repository repository = CloneMain(source, depth: 1);
        for (int depth = 2; depth <= 5; depth++)
        {
            repository.Fetch(source, new FetchOptions { Branches = ["main"], Depth = depth });
        }

        Assert.False(repository.IsShallow);
        repository.Fetch(source);
        AssertSameAnswers(source, repository);
        AssertTopicMerges(repository, "origin/topic");
    }

    [Fact]
    public void MergeIsCleanWhenAClockWasAhead() => AssertTopicMerges(Repository.Clone(Tell(ClockAhead)), "origin/topic");

    [Fact]
    public void MergeIsCleanWhenAClockWasBehind()
    {
        Repository clone = Repository.Clone(Tell(ClockBehind));
        Assert.Equal(["third"], SubjectsOf(clone.MergeBases("origin/topic", "main")));
        AssertTopicMerges(clone, "origin/topic");
    }

    [Fact]
    public void MergedBranchIsDeleted()
    {
        Repository repository = Deepen(Tell(InOrder));
        repository.CreateBranch("fix", "origin/topic~1");
        Assert.Equal(MergeOutcome.AlreadyUpToDate, repository.Merge("fix", Ben(7)).Outcome);
        Assert.Equal(["fix", "main"], repository.BranchesContaining("origin/topic~1"));
        repository.DeleteBranch("fix");
        Assert.Equal(["main"], repository.Branches);
    }

    [Fact]
    public void RangesListOnlyWhatIsMissing()
    {
        Repository repository = Deepen(Tell(InOrder));
        Assert.Equal(["topic"], SubjectsOf(repository.Log("main..origin/topic")));
        Assert.Equal(4, SubjectsOf(repository.Log("main...origin/topic")).Length);
        Assert.Equal(new Divergence(1, 3), repository.Divergence("origin/topic", "main"));
    }

    [Fact]
    public void OwnCommitsOnAShallowCloneAreMovedForward()
    {
        Repository source = Tell(InOrder);
        Repository repository = CloneMain(source, depth: 1);
        repository.Files.Write("mine.txt", "1\n");
        repository.Commit("mine 1", Ben(7));
        repository.Files.Write("mine.txt", "2\n");
        repository.Commit("mine 2", Ben(8));
        repository.Fetch(source);
        repository.CreateBranch("fix", "origin/topic~1");
        Assert.True(repository.IsAncestor("fix", "main"));
        Assert.True(repository.IsAncestor("origin/docs", "main"));
        repository.Checkout("fix");
        Assert.Equal(MergeOutcome.FastForward, repository.Merge("main", Ben(9)).Outcome);
        Assert.Equal("2\n", repository.Files.Read("mine.txt"));
        AssertTopicMerges(repository, "origin/topic");
    }

    [Fact]
    public void OnlyOwnCommitsAreReplayed()
    {
        Repository repository = Deepen(Tell(InOrder));
        repository.CreateBranch("topic", "origin/topic");
        repository.Checkout("topic");
        Assert.Equal(MergeOutcome.Committed, repository.Rebase("main", Ben(7)).Outcome);
        Assert.Equal(["topic"], SubjectsOf(repository.Log("main..topic")));
        Assert.Equal(repository.Find("main"), repository.Find("topic~1"));
        Assert.Equal(Plan("gamma=gamma3 eta=eta2"), repository.Files.Read("plan.txt"));
        Assert.False(repository.Files.Exists("old.txt"));
    }

    [Fact]
    public void CommitsOfTheSameSecondAreAllRelated()
    {
        var source = new Repository();
        for (int i = 0; i < 24; i++)
        {
            source.Files.Write("count.txt", $"{i}\n");
            source.Commit($"step {i}", Ben(0));
        }

        Repository clone = Repository.Clone(source);
        for (int i = 0; i < 24; i++)
        {
            for (int j = 0; j < 24; j++)
            {
                string one = $"main~{i}";
                string other = $"main~{j}";
                Assert.Equal(i >= j, clone.IsAncestor(one, other));
                Assert.Equal(clone.Find($"main~{Math.Max(i, j)}"), Assert.Single(clone.MergeBases(one, other)));
                Assert.Equal(new Divergence(Math.Max(0, j - i), Math.Max(0, i - j)), clone.Divergence(one, other));
            }
        }
    }

    [Fact]
    public void LaterBundleMayBringOlderCommits()
    {
        Repository source = Tell(InOrder);
        var repository = new Repository();
        repository.Receive(source.CreateBundle(["main"], depth: 1));
        repository.Receive(source.CreateBundle(["topic"], depth: 1));
        repository.Receive(source.CreateBundle(["docs"], depth: 1));
        repository.Receive(source.CreateBundle());
        AssertSameAnswers(source, repository);
    }

    [Fact]
    public void FetchedRepositoryIsSavedAndLoaded()
    {
        Repository repository = Repository.Load(Deepen(Tell(ClockAhead)).Save());
        AssertSameAnswers(Tell(ClockAhead), repository);
        AssertTopicMerges(repository, "origin/topic");
    }

    [Fact]
    public void RepositorySavedEarlierMergesCleanly() =>
        AssertTopicMerges(Repository.Load(SavedRepository.Text), "origin/topic");

    [Fact]
    public void RepositorySavedEarlierAnswersTheSame()
    {
        Repository repository = Repository.Load(SavedRepository.Text);
        AssertSameAnswers(Tell(InOrder), repository);
        Assert.True(repository.IsAncestor("origin/topic~1", "main"));
        Assert.Equal(new Divergence(4, 1), repository.Divergence("main", "origin/topic"));
        repository.DeleteBranch("fix");
    }

    [Fact]
    public void TagIsFoundThroughDeepenedHistory()
    {
        Repository repository = Deepen(Tell(InOrder));
        repository.CreateTag("v1", "origin/topic~1");
        Assert.Equal("v1-3-" + repository.Head!.Id.Short, repository.Describe());
    }

    [Fact]
    public void SourceItselfMergesCleanly() => AssertTopicMerges(Tell(ClockBehind), "topic");

    [Fact]
    public void CompleteCloneAnswersTheSame() => AssertSameAnswers(Tell(InOrder), Repository.Clone(Tell(InOrder)));

    [Fact]
    public void CommonAncestorBeyondTheEndIsNotKnown()
    {
        Repository source = Tell(InOrder);
        Repository repository = CloneMain(source, depth: 2);
        repository.Fetch(source, new FetchOptions { Branches = ["topic"], Depth = 1 });
        Assert.True(repository.IsShallow);
        Assert.Empty(repository.MergeBases("main", "origin/topic"));
        Assert.Throws<UnrelatedHistoriesException>(() => repository.Merge("origin/topic", Ben(7)));
    }

    [Fact]
    public void ShallowHistoryThatReachesTheForkMerges()
    {
        Repository source = Tell(InOrder);
        Repository clone = Repository.Clone(source, options: new FetchOptions { Depth = 2 });
        Assert.True(clone.IsShallow);
        Assert.Equal(["third"], SubjectsOf(clone.MergeBases("main", "origin/topic")));
        AssertTopicMerges(clone, "origin/topic");
    }

    [Fact]
    public void BranchThatIsNotMergedIsKept()
    {
        Repository repository = Deepen(Tell(InOrder));
        repository.CreateBranch("topic", "origin/topic");
        Assert.Throws<HawserException>(() => repository.DeleteBranch("topic"));
        Assert.False(repository.IsAncestor("main", "topic"));
    }

    [Fact]
    public void RealConflictIsStillAConflict()
    {
        Repository repository = Deepen(Tell(InOrder));
        repository.Files.Write("plan.txt", Plan("gamma=gamma3 eta=other"));
        repository.Commit("other", Ben(7));
        MergeResult result = repository.Merge("origin/topic", Ben(8));
        Assert.Equal([new MergeConflict("plan.txt", ConflictKind.Content)], result.Conflicts);
    }

    [Fact]
    public void CrossedBranchesHaveTwoBasesAfterAFetch()
    {
        Repository source = Tell(InOrder);
        source.CreateBranch("side", "topic");
        source.Merge("topic", Ben(7));
        source.Checkout("side");
        source.Merge("main~1", Ben(8));
        Repository clone = Repository.Clone(source);
        Assert.Equal(2, clone.MergeBases("main", "origin/side").Count);
        Assert.Equal(MergeOutcome.Committed, clone.Merge("origin/side", Ben(9)).Outcome);
    }

    private static void AssertTopicMerges(Repository repository, string topic)
    {
        MergeResult result = repository.Merge(topic, Ben(20));
        Assert.Empty(result.Conflicts);
        Assert.Equal(MergeOutcome.Committed, result.Outcome);
        Assert.Equal(Plan("gamma=gamma3 eta=eta2"), repository.Files.Read("plan.txt"));
        Assert.False(repository.Files.Exists("old.txt"));
        Assert.True(repository.Files.Exists("docs.txt"));
    }

    /// <summary>Compares what a repository says about any two commits with what following the parents says.</summary>
    private static void AssertSameAnswers(Repository source, Repository repository)
    {
        List<ObjectId> ids = source.Branches.SelectMany(name => source.Log(name)).Select(c => c.Id).Distinct().ToList();
        foreach (ObjectId one in ids)
        {
            HashSet<ObjectId> first = Contained(source, one);
            foreach (ObjectId other in ids)
            {
                HashSet<ObjectId> second = Contained(source, other);
                string a = one.ToString();
                string b = other.ToString();
                Assert.Equal(second.Contains(one), repository.IsAncestor(a, b));
                Assert.Equal(
                    first.Except(second).Order(),
                    repository.Log($"{b}..{a}").Select(commit => commit.Id).Order());
                List<ObjectId> common = first.Intersect(second).ToList();
                Assert.Equal(
                    common.Where(id => !common.Any(c => c != id && Contained(source, c).Contains(id))).Order(),
                    repository.MergeBases(a, b).Select(commit => commit.Id).Order());
            }
        }
    }
}
