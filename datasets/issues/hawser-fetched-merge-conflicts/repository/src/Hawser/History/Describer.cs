using System.Globalization;
using Hawser.References;

namespace Hawser.History;

/// <summary>Names a commit by the nearest tag that it contains.</summary>
internal sealed class Describer(CommitGraph graph, ReferenceStore references)
{
    /// <summary>
    /// The tag itself, or the tag, the number of commits made since and the short id. Null if no tag is contained.
    /// </summary>
    public string? Describe(CommitNode node)
    {
        var walk = new RangeWalk(graph);
        var ancestry = new Ancestry(graph);
        (string Tag, int Distance)? best = null;
        foreach ((string name, ObjectId id) in references.All(ReferenceName.Tags))
        {
            CommitNode tagged = graph.Get(id);
            if (!ancestry.IsAncestor(tagged, node))
            {
                continue;
            }

            int distance = walk.Select([node], [tagged]).Count;
            if (best is null || distance < best.Value.Distance)
            {
                best = (ReferenceName.Shorten(name), distance);
            }
        }

        return best switch
        {
            null => null,
            { Distance: 0 } => best.Value.Tag,
            _ => string.Create(CultureInfo.InvariantCulture, $"{best.Value.Tag}-{best.Value.Distance}-{node.Id.Short}"),
        };
    }
}
