namespace Larder;

/// <summary>Orders keys by priority and then by how recently they were used.</summary>
internal sealed class RecencyList<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (LinkedListNode<TKey> Node, EntryPriority Priority)> _nodes = [];
    private readonly Dictionary<EntryPriority, LinkedList<TKey>> _lanes = new()
    {
        [EntryPriority.Low] = new(),
        [EntryPriority.Normal] = new(),
        [EntryPriority.High] = new(),
    };

    public void Add(TKey key, EntryPriority priority)
    {
        if (priority != EntryPriority.Pinned)
        {
            _nodes[key] = (_lanes[priority].AddLast(key), priority);
        }
    }

    /// <summary>Marks a key as the most recently used one of its priority.</summary>
    public void Use(TKey key)
    {
        if (_nodes.TryGetValue(key, out var place))
        {
            var lane = _lanes[place.Priority];
            lane.Remove(place.Node);
            lane.AddLast(place.Node);
        }
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var place))
        {
            _lanes[place.Priority].Remove(place.Node);
        }
    }

    /// <summary>The keys in the order in which they should be given up.</summary>
    public IEnumerable<TKey> Victims() =>
        _lanes[EntryPriority.Low].Concat(_lanes[EntryPriority.Normal]).Concat(_lanes[EntryPriority.High]);

    public void Clear()
    {
        _nodes.Clear();
        foreach (var lane in _lanes.Values)
        {
            lane.Clear();
        }
    }
}
