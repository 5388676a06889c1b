namespace Larder;

/// <summary>Why an entry left the cache.</summary>
public enum EvictionReason
{
    /// <summary>Taken out by a call to Remove, RemoveByTag or Clear.</summary>
    Removed,

    /// <summary>Overwritten by a new value for the same key.</summary>
    Replaced,

    /// <summary>Past its absolute expiry or unread for too long.</summary>
    Expired,

    /// <summary>Dropped to make room for another entry.</summary>
    Capacity,
}

/// <summary>Tells a callback which entry has left and why.</summary>
public sealed record Eviction<TKey, TValue>(TKey Key, TValue Value, EvictionReason Reason)
    where TKey : notnull;
