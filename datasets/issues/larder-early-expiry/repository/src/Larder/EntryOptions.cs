namespace Larder;

/// <summary>How important it is to keep an entry when space runs out.</summary>
public enum EntryPriority
{
    Low,
    Normal,
    High,

    /// <summary>Never evicted to make room; expiry still applies.</summary>
    Pinned,
}

/// <summary>Settings of a single entry.</summary>
public sealed record EntryOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The point in time at which the entry expires.</summary>
    public DateTimeOffset? AbsoluteExpiration { get; init; }

    /// <summary>The time from setting the entry to its expiry.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How long the entry may stay unread.</summary>
    public TimeSpan? SlidingExpiration { get; init; }

    /// <summary>The share of the size limit that the entry uses.</summary>
    public long Size { get; init; } = 1;

    public EntryPriority Priority { get; init; } = EntryPriority.Normal;

    /// <summary>Labels by which groups of entries can be removed.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Called once when the entry has left the cache for whatever reason.</summary>
    public Action<Eviction<TKey, TValue>>? OnEvicted { get; init; }

    internal static EntryOptions<TKey, TValue> From(EntryDefaults defaults) => new()
    {
        Lifetime = defaults.Lifetime,
        SlidingExpiration = defaults.SlidingExpiration,
        Priority = defaults.Priority,
    };

    internal void Validate()
    {
        Guard.PositiveOrNull(Lifetime, nameof(Lifetime));
        Guard.PositiveOrNull(SlidingExpiration, nameof(SlidingExpiration));
        ArgumentOutOfRangeException.ThrowIfNegative(Size);
    }
}
