using Hawser.History;
using Hawser.Merging;
using Hawser.Objects;

namespace Hawser.Replay;

/// <summary>What the next commit will conclude.</summary>
/// <param name="MergedCommit">The second parent of the commit; none if it is no merge.</param>
/// <param name="Message">The message, where none is given.</param>
internal sealed record PendingCommit(ObjectId MergedCommit, string Message);

/// <summary>Applies the changes of commits in other places.</summary>
internal sealed class Replayer(ObjectStore objects, CommitGraph graph)
{
    /// <summary>The files of a commit with the change of another one applied to them.</summary>
    public MergedFiles Apply(Commit onto, Commit change, MergeOptions options) => TreeMerger.Merge(
        objects,
        TreeBefore(change),
        onto.Tree,
        change.Tree,
        new MergeLabels(onto.Id.Short, "before " + change.Id.Short, change.Id.Short),
        options);

    /// <summary>The files of a commit with the change of another one taken back.</summary>
    public MergedFiles Revert(Commit onto, Commit change, MergeOptions options) => TreeMerger.Merge(
        objects,
        change.Tree,
        onto.Tree,
        TreeBefore(change),
        new MergeLabels(onto.Id.Short, change.Id.Short, "before " + change.Id.Short),
        options);

    /// <summary>The commits to replay when a branch is moved: its own ones without merges, the oldest first.</summary>
    public List<Commit> Plan(CommitNode branch, CommitNode onto)
    {
        HashSet<CommitNode> own = new RangeWalk(graph).Select([branch], [onto]);
        List<Commit> commits = LogOrder.Arrange(graph, own)
            .Select(node => objects.ReadCommit(node.Id))
            .Where(commit => !commit.IsMerge)
            .ToList();
        commits.Reverse();
        return commits;
    }

    private ObjectId TreeBefore(Commit change)
    {
        if (change.IsMerge)
        {
            throw new HawserException($"{change.Id.Short} is a merge: which of its parents is meant is not known.");
        }

        if (change.Parents.Count == 0)
        {
            return objects.PutTree(Tree.Empty);
        }

        return graph.Contains(change.Parents[0])
            ? objects.ReadCommit(change.Parents[0]).Tree
            : throw new HawserException($"What was before {change.Id.Short} lies beyond the end of the shallow history.");
    }
}
