using Hawser.Objects;
using Hawser.Trees;

namespace Hawser.History;

/// <summary>Picks from a history the commits that have changed a file or folder.</summary>
internal sealed class PathHistory(ObjectStore objects, CommitGraph graph)
{
    /// <summary>
    /// The commits of the given set that matter for a path. A merge that took the state of one parent unchanged is left
    /// out, and so is all that only its other parents contain: it had no part in how things are now.
    /// </summary>
    public HashSet<CommitNode> Select(IEnumerable<CommitNode> tips, IReadOnlySet<CommitNode> within, string path)
    {
        var result = new HashSet<CommitNode>();
        var seen = new HashSet<CommitNode>();
        var open = new Stack<CommitNode>(tips.Where(within.Contains));
        while (open.TryPop(out CommitNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            ObjectId? state = StateOf(node, path);
            List<CommitNode> parents = graph.ParentsOf(node).ToList();
            CommitNode? unchanged = parents.FirstOrDefault(parent => StateOf(parent, path) == state);
            if (unchanged is null && (parents.Count > 0 || state is not null))
            {
                result.Add(node);
            }

            foreach (CommitNode parent in unchanged is null ? parents : [unchanged])
            {
                if (within.Contains(parent))
                {
                    open.Push(parent);
                }
            }
        }

        return result;
    }

    /// <summary>The id of the file or folder in a commit, if it is there.</summary>
    private ObjectId? StateOf(CommitNode node, string path)
    {
        ObjectId current = objects.ReadCommit(node.Id).Tree;
        string[] parts = path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            TreeEntry? entry = objects.ReadTree(current).Find(parts[i]);
            if (entry is null || (!entry.IsFolder && i < parts.Length - 1))
            {
                return null;
            }

            current = entry.Id;
        }

        return current;
    }
}
