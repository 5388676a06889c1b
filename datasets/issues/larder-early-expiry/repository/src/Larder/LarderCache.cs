using System.Diagnostics.CodeAnalysis;

namespace Larder;

/// <summary>An in-memory cache with expiry, a size limit, tags and eviction callbacks.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
public sealed class LarderCache<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly LarderOptions _options;
    private readonly TimeProvider _clock;
    private readonly Dictionary<TKey, CacheEntry<TKey, TValue>> _entries = [];
    private readonly ExpiryQueue<TKey> _expiry = new();
    private readonly RecencyList<TKey> _recency = new();
    private readonly TagIndex<TKey> _tags = new();
    private long _totalSize;
    private long _hits;
    private long _misses;
    private long _expired;
    private long _evictedForCapacity;
    private long _callbackFailures;

    public LarderCache(LarderOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Validate();
        _options = options;
        _clock = clock;
    }

    /// <summary>The number of stored entries, including expired ones that were not dropped yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>When the next sweep has something to do, or null if no entry is going to expire.</summary>
    public DateTimeOffset? NextExpiration
    {
        get
        {
            lock (_gate)
            {
                return _expiry.Next;
            }
        }
    }

    public CacheStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new CacheStatistics
                {
                    Hits = _hits,
                    Misses = _misses,
                    Expired = _expired,
                    EvictedForCapacity = _evictedForCapacity,
                    CallbackFailures = Interlocked.Read(ref _callbackFailures),
                    Entries = _entries.Count,
                    TotalSize = _totalSize,
                    ScheduledExpirations = _expiry.Count,
                };
            }
        }
    }

    /// <summary>Stores a value, replacing an earlier one for the same key.</summary>
    /// <returns>False if the entry does not fit; an earlier value is gone in that case as well.</returns>
    public bool Set(TKey key, TValue value, EntryOptions<TKey, TValue>? options = null)
    {
        options ??= EntryOptions<TKey, TValue>.From(_options.Defaults);
        options.Validate();
        return Run(log =>
        {
            var now = _clock.GetUtcNow();
            if (_options.SweepOnWrite)
            {
                SweepCore(now, log);
            }

            return SetCore(key, value, options, now, log);
        });
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var (found, result) = Run(log => Read(key, log));
        value = result;
        return found;
    }

    /// <summary>Returns the stored value, or stores and returns the one made by <paramref name="factory"/>.</summary>
    /// <remarks>The factory runs outside the lock; if two threads race, the value stored first wins.</remarks>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> factory, EntryOptions<TKey, TValue>? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (TryGet(key, out var existing))
        {
            return existing;
        }

        var created = factory(key);
        options ??= EntryOptions<TKey, TValue>.From(_options.Defaults);
        options.Validate();
        return Run(log =>
        {
            var now = _clock.GetUtcNow();
            if (FindLive(key, now, log) is { } winner)
            {
                return winner.Value;
            }

            if (_options.SweepOnWrite)
            {
                SweepCore(now, log);
            }

            SetCore(key, created, options, now, log);
            return created;
        });
    }

    /// <summary>Counts as a read without returning the value.</summary>
    public bool Touch(TKey key) => Run(log =>
    {
        var now = _clock.GetUtcNow();
        if (FindLive(key, now, log) is not { } entry)
        {
            return false;
        }

        MarkRead(entry, now);
        return true;
    });

    /// <summary>Gives an entry a new lifetime that starts now.</summary>
    public bool Renew(TKey key, TimeSpan lifetime)
    {
        Guard.PositiveOrNull(lifetime, nameof(lifetime));
        return Run(log =>
        {
            var now = _clock.GetUtcNow();
            if (FindLive(key, now, log) is not { } entry)
            {
                return false;
            }

            entry.Renew(lifetime, now);
            Schedule(entry);
            return true;
        });
    }

    /// <summary>Whether a live entry exists; does not count as a read.</summary>
    public bool ContainsKey(TKey key) => Run(log => FindLive(key, _clock.GetUtcNow(), log) is not null);

    public bool Remove(TKey key) => Run(log =>
    {
        if (FindLive(key, _clock.GetUtcNow(), log) is not { } entry)
        {
            return false;
        }

        Detach(entry, EvictionReason.Removed, log);
        return true;
    });

    /// <summary>Removes all live entries with the given tag and returns their number.</summary>
    public int RemoveByTag(string tag) => Run(log =>
    {
        var now = _clock.GetUtcNow();
        var removed = 0;
        foreach (var key in _tags.KeysOf(tag))
        {
            if (FindLive(key, now, log) is { } entry)
            {
                Detach(entry, EvictionReason.Removed, log);
                removed++;
            }
        }

        return removed;
    });

    /// <summary>Drops the entries that have expired and returns their number.</summary>
    public int Sweep() => Run(log => SweepCore(_clock.GetUtcNow(), log));

    public void Clear() => Run(log =>
    {
        foreach (var entry in _entries.Values)
        {
            log.Add(entry, EvictionReason.Removed);
        }

        _entries.Clear();
        _recency.Clear();
        _expiry.Clear();
        _tags.Clear();
        _totalSize = 0;
        return true;
    });

    /// <summary>Runs an operation under the lock and the callbacks of evicted entries after it.</summary>
    private T Run<T>(Func<EvictionLog<TKey, TValue>, T> operation)
    {
        var log = new EvictionLog<TKey, TValue>();
        T result;
        lock (_gate)
        {
            result = operation(log);
        }

        if (log.Count > 0)
        {
            Interlocked.Add(ref _callbackFailures, log.Notify());
        }

        return result;
    }

    private (bool Found, TValue? Value) Read(TKey key, EvictionLog<TKey, TValue> log)
    {
        var now = _clock.GetUtcNow();
        if (FindLive(key, now, log) is not { } entry)
        {
            _misses++;
            return (false, default);
        }

        _hits++;
        MarkRead(entry, now);
        return (true, entry.Value);
    }

    private bool SetCore(
        TKey key,
        TValue value,
        EntryOptions<TKey, TValue> options,
        DateTimeOffset now,
        EvictionLog<TKey, TValue> log)
    {
        if (FindLive(key, now, log) is { } previous)
        {
            Detach(previous, EvictionReason.Replaced, log);
        }

        var entry = new CacheEntry<TKey, TValue>(key, value, options, now);
        if (entry.IsExpired(now) || !MakeRoom(options.Size, log))
        {
            return false;
        }

        _entries.Add(key, entry);
        _totalSize += options.Size;
        _recency.Add(key, options.Priority);
        _tags.Add(key, options.Tags);
        Schedule(entry);
        return true;
    }

    private void Schedule(CacheEntry<TKey, TValue> entry)
    {
        if (entry.Due is { } due)
        {
            _expiry.Schedule(entry.Key, due);
        }
    }

    private void MarkRead(CacheEntry<TKey, TValue> entry, DateTimeOffset now)
    {
        entry.Touch(now);
        _recency.Use(entry.Key);
    }

    /// <summary>Evicts entries until <paramref name="size"/> fits, or nothing if it cannot be made to fit.</summary>
    private bool MakeRoom(long size, EvictionLog<TKey, TValue> log)
    {
        if (_options.SizeLimit is not { } limit)
        {
            return true;
        }

        var excess = _totalSize + size - limit;
        var victims = new List<CacheEntry<TKey, TValue>>();
        foreach (var key in _recency.Victims())
        {
            if (excess <= 0)
            {
                break;
            }

            victims.Add(_entries[key]);
            excess -= _entries[key].Options.Size;
        }

        if (excess > 0)
        {
            return false;
        }

        foreach (var victim in victims)
        {
            Detach(victim, EvictionReason.Capacity, log);
        }

        return true;
    }

    private CacheEntry<TKey, TValue>? FindLive(TKey key, DateTimeOffset now, EvictionLog<TKey, TValue> log)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (!entry.IsExpired(now))
        {
            return entry;
        }

        Detach(entry, EvictionReason.Expired, log);
        return null;
    }

    private int SweepCore(DateTimeOffset now, EvictionLog<TKey, TValue> log)
    {
        var dropped = 0;
        foreach (var key in _expiry.TakeDue(now))
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                Detach(entry, EvictionReason.Expired, log);
                dropped++;
            }
        }

        return dropped;
    }

    private void Detach(CacheEntry<TKey, TValue> entry, EvictionReason reason, EvictionLog<TKey, TValue> log)
    {
        _entries.Remove(entry.Key);
        _totalSize -= entry.Options.Size;
        _recency.Remove(entry.Key);
        _tags.Remove(entry.Key, entry.Options.Tags);
        switch (reason)
        {
            case EvictionReason.Expired:
                _expired++;
                break;
            case EvictionReason.Capacity:
                _evictedForCapacity++;
                break;
        }

        log.Add(entry, reason);
    }
}
