public sealed class LruCache
{
    private readonly int _capacity;
    private readonly LinkedList<(string Key, int Value)> _order = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, int Value)>> _nodes = new();

    public LruCache(int capacity) => _capacity = capacity;

    public int? Get(string key)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            return null;
        }

        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.Value;
    }

    public void Put(string key, int value)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            _order.Remove(node);
        }
        else if (_nodes.Count == _capacity)
        {
            _nodes.Remove(_order.Last!.Value.Key);
            _order.RemoveLast();
        }

        _nodes[key] = _order.AddFirst((key, value));
    }

    public string Keys() => string.Join(",", _order.Select(entry => entry.Key));
}
