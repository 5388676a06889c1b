namespace Larder;

/// <summary>
/// Collects the entries that leave during one operation and calls their callbacks afterwards,
/// when the lock of the cache is no longer held.
/// </summary>
internal sealed class EvictionLog<TKey, TValue>
    where TKey : notnull
{
    private readonly List<(CacheEntry<TKey, TValue> Entry, EvictionReason Reason)> _items = [];

    public int Count => _items.Count;

    public void Add(CacheEntry<TKey, TValue> entry, EvictionReason reason) => _items.Add((entry, reason));

    /// <summary>Calls the callbacks in the order of eviction and returns how many of them threw.</summary>
    public int Notify()
    {
        var failures = 0;
        foreach (var (entry, reason) in _items)
        {
            try
            {
                entry.Options.OnEvicted?.Invoke(new Eviction<TKey, TValue>(entry.Key, entry.Value, reason));
            }
            catch (Exception)
            {
                failures++;
            }
        }

        return failures;
    }
}
