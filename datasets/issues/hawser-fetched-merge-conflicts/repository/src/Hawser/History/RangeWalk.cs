namespace Hawser.History;

/// <summary>How far two commits have gone apart.</summary>
/// <param name="Ahead">The number of commits that only the first one contains.</param>
/// <param name="Behind">The number of commits that only the second one contains.</param>
public readonly record struct Divergence(int Ahead, int Behind);

/// <summary>Finds the commits which some commits contain and others do not.</summary>
internal sealed class RangeWalk(CommitGraph graph)
{
    /// <summary>The commits that an included commit contains and no excluded one, in no particular order.</summary>
    public HashSet<CommitNode> Select(IEnumerable<CommitNode> included, IEnumerable<CommitNode> excluded)
    {
        var result = new HashSet<CommitNode>();
        var queue = new GenerationQueue();
        foreach (CommitNode node in included)
        {
            queue.Mark(node, WalkMarks.First);
        }

        foreach (CommitNode node in excluded)
        {
            queue.Mark(node, WalkMarks.Second | WalkMarks.Settled);
        }

        while (queue.HasOpen)
        {
            CommitNode node = queue.Take();
            WalkMarks marks = queue.MarksOf(node);
            if (!marks.HasFlag(WalkMarks.Settled))
            {
                result.Add(node);
            }

            foreach (CommitNode parent in graph.ParentsOf(node))
            {
                queue.Mark(parent, marks);
            }
        }

        return result;
    }

    /// <summary>Counts the commits on either side since two commits have gone apart.</summary>
    public Divergence Measure(CommitNode first, CommitNode second) =>
        new(Select([first], [second]).Count, Select([second], [first]).Count);
}
