namespace Hawser.History;

/// <summary>Brings commits into the order of a log: children before parents, and otherwise the latest first.</summary>
internal static class LogOrder
{
    public static List<CommitNode> Arrange(CommitGraph graph, IReadOnlyCollection<CommitNode> nodes)
    {
        var pending = nodes.ToDictionary(node => node, _ => 0);
        foreach (CommitNode node in nodes)
        {
            foreach (CommitNode parent in graph.ParentsOf(node))
            {
                if (pending.TryGetValue(parent, out int children))
                {
                    pending[parent] = children + 1;
                }
            }
        }

        var ready = new PriorityQueue<CommitNode, (long Time, ObjectId Id)>();
        foreach (CommitNode node in nodes.Where(node => pending[node] == 0))
        {
            ready.Enqueue(node, (-node.Time, node.Id));
        }

        var result = new List<CommitNode>(nodes.Count);
        while (ready.TryDequeue(out CommitNode? node, out _))
        {
            result.Add(node);
            foreach (CommitNode parent in graph.ParentsOf(node))
            {
                if (pending.ContainsKey(parent) && --pending[parent] == 0)
                {
                    ready.Enqueue(parent, (-parent.Time, parent.Id));
                }
            }
        }

        return result;
    }
}
