namespace Larder;

/// <summary>
/// Remembers which keys fall due when, so that a sweep does not have to look at every entry.
/// </summary>
internal sealed class ExpiryQueue<TKey>
    where TKey : notnull
{
    private readonly PriorityQueue<TKey, DateTimeOffset> _queue = new();

    /// <summary>The number of scheduled expirations.</summary>
    public int Count => _queue.Count;

    /// <summary>The earliest scheduled moment, or null if nothing is scheduled.</summary>
    public DateTimeOffset? Next => _queue.TryPeek(out _, out var due) ? due : null;

    public void Schedule(TKey key, DateTimeOffset due) => _queue.Enqueue(key, due);

    /// <summary>Takes out the keys that are due at <paramref name="now"/>, earliest first.</summary>
    public IReadOnlyList<TKey> TakeDue(DateTimeOffset now)
    {
        var keys = new List<TKey>();
        while (_queue.TryPeek(out var key, out var due) && due <= now)
        {
            _queue.Dequeue();
            keys.Add(key);
        }

        return keys;
    }

    public void Clear() => _queue.Clear();
}
