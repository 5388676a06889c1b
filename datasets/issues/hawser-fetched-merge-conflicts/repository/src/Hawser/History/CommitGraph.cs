using Hawser.Objects;

namespace Hawser.History;

/// <summary>
/// The commits of a repository and how they follow one another. Every commit has a generation, by which walks know what
/// can be an ancestor of what without having to look.
/// </summary>
internal sealed class CommitGraph
{
    private readonly Dictionary<ObjectId, CommitNode> _nodes = [];
    private readonly Dictionary<ObjectId, List<CommitNode>> _children = [];

    public int Count => _nodes.Count;

    /// <summary>All commits, in the order in which they were added.</summary>
    public IEnumerable<CommitNode> Nodes => _nodes.Values;

    /// <summary>True if there are commits whose parents are not here.</summary>
    public bool IsShallow => _children.Keys.Any(parent => !_nodes.ContainsKey(parent));

    public bool Contains(ObjectId id) => _nodes.ContainsKey(id);

    public CommitNode Get(ObjectId id) =>
        _nodes.TryGetValue(id, out CommitNode? node)
            ? node
            : throw new CorruptDataException($"Commit {id.Short} is not in this repository.");

    /// <summary>Adds a commit, unless it is here already.</summary>
    public void Add(Commit commit)
    {
        // A parent that is not here lies beyond the end of a shallow history.
        int generation = 1;
        foreach (ObjectId parent in commit.Parents)
        {
            if (_nodes.TryGetValue(parent, out CommitNode? known))
            {
                generation = Math.Max(generation, known.Generation + 1);
            }
        }

        Add(commit, generation);
    }

    /// <summary>Adds a commit of which the generation is known.</summary>
    public void Add(Commit commit, int generation)
    {
        var node = new CommitNode(commit.Id, commit.Parents, commit.Committer.When.ToUnixTimeSeconds(), generation);
        if (!_nodes.TryAdd(commit.Id, node))
        {
            return;
        }

        foreach (ObjectId parent in commit.Parents)
        {
            if (!_children.TryGetValue(parent, out List<CommitNode>? children))
            {
                children = [];
                _children.Add(parent, children);
            }

            children.Add(node);
        }
    }

    /// <summary>Removes commits that no commit which stays was made from.</summary>
    public void Remove(IReadOnlySet<ObjectId> ids)
    {
        foreach (ObjectId id in ids)
        {
            if (!_nodes.Remove(id, out CommitNode? node))
            {
                continue;
            }

            foreach (ObjectId parent in node.Parents)
            {
                List<CommitNode> children = _children[parent];
                children.Remove(node);
                if (children.Count == 0)
                {
                    _children.Remove(parent);
                }
            }
        }
    }

    /// <summary>The parents of a commit that are here.</summary>
    public IEnumerable<CommitNode> ParentsOf(CommitNode node)
    {
        foreach (ObjectId parent in node.Parents)
        {
            if (_nodes.TryGetValue(parent, out CommitNode? found))
            {
                yield return found;
            }
        }
    }

    /// <summary>The commits that were made from this one.</summary>
    public IReadOnlyList<CommitNode> ChildrenOf(CommitNode node) =>
        _children.TryGetValue(node.Id, out List<CommitNode>? children) ? children : [];

    /// <summary>The given commits and all their ancestors.</summary>
    public HashSet<CommitNode> Reachable(IEnumerable<ObjectId> tips)
    {
        var found = new HashSet<CommitNode>();
        var open = new Stack<CommitNode>(tips.Select(Get));
        while (open.TryPop(out CommitNode? node))
        {
            if (found.Add(node))
            {
                foreach (CommitNode parent in ParentsOf(node))
                {
                    open.Push(parent);
                }
            }
        }

        return found;
    }
}
