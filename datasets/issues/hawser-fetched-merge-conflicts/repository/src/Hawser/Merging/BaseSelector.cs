using Hawser.History;
using Hawser.Objects;
using Hawser.Trees;

namespace Hawser.Merging;

/// <summary>
/// Finds the state against which two commits are merged. If lines of development have crossed, there are several best
/// common ancestors; they are merged with each other, and the result, conflicts and all, serves as the base.
/// </summary>
internal sealed class BaseSelector(ObjectStore objects, CommitGraph graph)
{
    private static readonly MergeLabels Labels = new("one ancestor", "older ancestor", "other ancestor");

    private readonly MergeBaseFinder _finder = new(graph);

    /// <summary>The folder to merge against, or null if the commits have no ancestor in common.</summary>
    public ObjectId? SelectTree(ObjectId ours, ObjectId theirs)
    {
        IReadOnlyList<CommitNode> bases = _finder.FindAll(graph.Get(ours), graph.Get(theirs));
        if (bases.Count == 0)
        {
            return null;
        }

        ObjectId tree = TreeOf(bases[0].Id);
        foreach (CommitNode other in bases.Skip(1))
        {
            ObjectId older = SelectTree(bases[0].Id, other.Id) ?? EmptyTree();
            MergedFiles merged = TreeMerger.Merge(
                objects,
                older,
                tree,
                TreeOf(other.Id),
                Labels,
                MergeOptions.Default);
            tree = merged.Files.Write(objects);
        }

        return tree;
    }

    public ObjectId EmptyTree() => new FileMap().Write(objects);

    private ObjectId TreeOf(ObjectId commit) => objects.ReadCommit(commit).Tree;
}
