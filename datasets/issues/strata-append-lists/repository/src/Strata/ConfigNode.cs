namespace Strata;

/// <summary>A node of a configuration tree. Nodes are immutable once a reader has returned them.</summary>
internal abstract class ConfigNode(IReadOnlyList<Origin> origins)
{
    /// <summary>Where the node comes from; several places if layers were merged into it.</summary>
    public IReadOnlyList<Origin> Origins { get; } = origins;

    public string OriginText => string.Join(", ", Origins);
}

/// <summary>A single text value.</summary>
internal sealed class ConfigValue(string text, IReadOnlyList<Origin> origins) : ConfigNode(origins)
{
    public ConfigValue(string text, Origin origin)
        : this(text, [origin])
    {
    }

    public string Text { get; } = text;
}

/// <summary>An ordered list of nodes.</summary>
internal sealed class ConfigList(IReadOnlyList<ConfigNode> items, IReadOnlyList<Origin> origins) : ConfigNode(origins)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;
}

/// <summary>A set of named nodes that remembers the order in which they were added.</summary>
internal sealed class ConfigSection(IReadOnlyList<Origin> origins) : ConfigNode(origins)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, ConfigNode> _children = new(StringComparer.OrdinalIgnoreCase);

    public ConfigSection(Origin origin)
        : this([origin])
    {
    }

    public IEnumerable<KeyValuePair<string, ConfigNode>> Children =>
        _order.Select(name => KeyValuePair.Create(name, _children[name]));

    public int Count => _order.Count;

    public ConfigNode? Find(string name) => _children.GetValueOrDefault(name);

    /// <summary>Adds a child or replaces the one with the same name, which keeps its place.</summary>
    public void Set(string name, ConfigNode node)
    {
        if (!_children.ContainsKey(name))
        {
            _order.Add(name);
        }

        _children[name] = node;
    }
}
