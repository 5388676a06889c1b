namespace Hawser.History;

/// <summary>Finds the best common ancestors of two commits: those that are no ancestors of other common ones.</summary>
internal sealed class MergeBaseFinder(CommitGraph graph)
{
    private const WalkMarks Common = WalkMarks.First | WalkMarks.Second;

    /// <summary>The best common ancestors, the latest first; several if lines of development have crossed.</summary>
    public IReadOnlyList<CommitNode> FindAll(CommitNode ours, CommitNode theirs)
    {
        if (ours == theirs)
        {
            return [ours];
        }

        var bases = new List<CommitNode>();
        var queue = new GenerationQueue();
        queue.Mark(ours, WalkMarks.First);
        queue.Mark(theirs, WalkMarks.Second);
        while (queue.HasOpen)
        {
            CommitNode node = queue.Take();
            WalkMarks marks = queue.MarksOf(node);
            if (marks == Common)
            {
                // All that lies behind this commit is common as well, but no better.
                bases.Add(node);
                marks |= WalkMarks.Settled;
            }

            foreach (CommitNode parent in graph.ParentsOf(node))
            {
                queue.Mark(parent, marks);
            }
        }

        return bases;
    }

    /// <summary>The latest of the best common ancestors, if there is one.</summary>
    public CommitNode? Find(CommitNode ours, CommitNode theirs) => FindAll(ours, theirs).FirstOrDefault();
}
