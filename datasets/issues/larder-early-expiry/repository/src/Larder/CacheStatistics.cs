namespace Larder;

/// <summary>A snapshot of the counters of a cache.</summary>
public sealed record CacheStatistics
{
    public long Hits { get; init; }

    public long Misses { get; init; }

    public long Expired { get; init; }

    public long EvictedForCapacity { get; init; }

    public long CallbackFailures { get; init; }

    /// <summary>The number of stored entries, including expired ones that were not dropped yet.</summary>
    public int Entries { get; init; }

    /// <summary>The sum of the sizes of the stored entries.</summary>
    public long TotalSize { get; init; }

    /// <summary>The number of expirations waiting to be handled by a sweep.</summary>
    public int ScheduledExpirations { get; init; }

    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
