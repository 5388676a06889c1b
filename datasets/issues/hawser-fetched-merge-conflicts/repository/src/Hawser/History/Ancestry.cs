namespace Hawser.History;

/// <summary>Answers whether one commit contains another.</summary>
internal sealed class Ancestry(CommitGraph graph)
{
    /// <summary>True if the first commit is the second one or an ancestor of it.</summary>
    public bool IsAncestor(CommitNode ancestor, CommitNode descendant)
    {
        var seen = new HashSet<CommitNode>();
        var open = new Stack<CommitNode>();
        open.Push(descendant);
        while (open.TryPop(out CommitNode? node))
        {
            if (node == ancestor)
            {
                return true;
            }

            // Nothing at or below the generation of the commit that is searched can lead to it.
            if (node.Generation <= ancestor.Generation || !seen.Add(node))
            {
                continue;
            }

            foreach (CommitNode parent in graph.ParentsOf(node))
            {
                open.Push(parent);
            }
        }

        return false;
    }

    /// <summary>The commits that are ancestors of none of the others.</summary>
    public List<CommitNode> Independent(IEnumerable<CommitNode> nodes)
    {
        List<CommitNode> distinct = nodes.Distinct().ToList();
        return distinct.Where(node => !distinct.Any(other => other != node && IsAncestor(node, other))).ToList();
    }
}
