namespace Hawser.History;

/// <summary>What a walk has found out about a commit.</summary>
[Flags]
internal enum WalkMarks
{
    None = 0,

    /// <summary>The commit is contained in those of the first side.</summary>
    First = 1,

    /// <summary>The commit is contained in those of the second side.</summary>
    Second = 2,

    /// <summary>Neither the commit nor its ancestors can belong to the result any more.</summary>
    Settled = 4,
}

/// <summary>
/// Commits that a walk has still to visit, those of the highest generation first. Every commit comes out once, and only
/// after all of its descendants that the walk reaches: what they have passed on to it is complete by then.
/// </summary>
internal sealed class GenerationQueue
{
    private readonly PriorityQueue<CommitNode, (int Generation, long Time, ObjectId Id)> _queue = new();
    private readonly Dictionary<CommitNode, WalkMarks> _marks = [];
    private readonly HashSet<CommitNode> _open = [];

    /// <summary>True as long as a commit waits that is not settled.</summary>
    public bool HasOpen => _open.Count > 0;

    /// <summary>What has been passed on to a commit.</summary>
    public WalkMarks MarksOf(CommitNode node) => _marks.GetValueOrDefault(node);

    /// <summary>Passes marks on to a commit, and lets it wait for its visit if it has not been seen before.</summary>
    public void Mark(CommitNode node, WalkMarks marks)
    {
        if (_marks.TryAdd(node, marks))
        {
            _open.Add(node);
            _queue.Enqueue(node, (-node.Generation, -node.Time, node.Id));
        }
        else
        {
            _marks[node] |= marks;
        }

        if (_marks[node].HasFlag(WalkMarks.Settled))
        {
            _open.Remove(node);
        }
    }

    /// <summary>Takes the next commit.</summary>
    public CommitNode Take()
    {
        CommitNode node = _queue.Dequeue();
        _open.Remove(node);
        return node;
    }
}
