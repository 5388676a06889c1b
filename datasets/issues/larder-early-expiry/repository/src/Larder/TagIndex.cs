namespace Larder;

/// <summary>Finds the keys that carry a tag.</summary>
internal sealed class TagIndex<TKey>
    where TKey : notnull
{
    private readonly Dictionary<string, HashSet<TKey>> _keys = new(StringComparer.Ordinal);

    public void Add(TKey key, IEnumerable<string> tags)
    {
        foreach (var tag in tags)
        {
            if (!_keys.TryGetValue(tag, out var keys))
            {
                _keys[tag] = keys = [];
            }

            keys.Add(key);
        }
    }

    public void Remove(TKey key, IEnumerable<string> tags)
    {
        foreach (var tag in tags)
        {
            if (_keys.TryGetValue(tag, out var keys) && keys.Remove(key) && keys.Count == 0)
            {
                _keys.Remove(tag);
            }
        }
    }

    public IReadOnlyList<TKey> KeysOf(string tag) => _keys.TryGetValue(tag, out var keys) ? [.. keys] : [];

    public void Clear() => _keys.Clear();
}
