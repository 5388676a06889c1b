using Hawser.History;
using Hawser.Objects;

namespace Hawser.Transfer;

/// <summary>What the receiver of a bundle has already.</summary>
internal sealed record ReceiverState(Func<ObjectId, bool> Has, bool IsShallow)
{
    public static ReceiverState Nothing { get; } = new(_ => false, false);
}

/// <summary>Puts together what a receiver lacks.</summary>
internal sealed class BundleBuilder(ObjectStore objects, CommitGraph graph)
{
    public Bundle Build(IReadOnlyList<KeyValuePair<string, ObjectId>> branches, ReceiverState receiver, int? depth)
    {
        if (depth < 1)
        {
            throw new HawserException("The depth of a fetch must be at least one.");
        }

        // Oldest first: a commit refers to its parents.
        List<Commit> commits = SelectCommits(branches.Select(b => b.Value), receiver, depth)
            .Select(node => objects.ReadCommit(node.Id))
            .OrderBy(commit => commit.Committer.When)
            .ThenBy(commit => commit.Id)
            .ToList();
        var content = new OrderedSet<ObjectId>();
        foreach (Commit commit in commits)
        {
            Reachability.AddTree(objects, commit.Tree, content, receiver.Has);
            content.Add(commit.Id);
        }

        return new Bundle(content.Items.Select(objects.Get).ToList(), branches);
    }

    private List<CommitNode> SelectCommits(IEnumerable<ObjectId> tips, ReceiverState receiver, int? depth)
    {
        var selected = new List<CommitNode>();
        var seen = new HashSet<CommitNode>();
        var queue = new Queue<(CommitNode Node, int Level)>();
        foreach (CommitNode tip in tips.Select(graph.Get).Where(seen.Add))
        {
            queue.Enqueue((tip, 1));
        }

        // Level by level, so that a commit is met on its shortest way from a tip.
        while (queue.TryDequeue(out var next))
        {
            (CommitNode node, int level) = next;
            if (!receiver.Has(node.Id))
            {
                selected.Add(node);
            }
            else if (!receiver.IsShallow)
            {
                // With a commit the receiver has all that is behind it.
                continue;
            }

            if (level == depth)
            {
                continue;
            }

            foreach (CommitNode parent in graph.ParentsOf(node).Where(seen.Add))
            {
                queue.Enqueue((parent, level + 1));
            }
        }

        return selected;
    }
}
