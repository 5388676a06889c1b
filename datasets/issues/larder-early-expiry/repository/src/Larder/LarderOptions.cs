namespace Larder;

/// <summary>Settings of a whole cache.</summary>
public sealed record LarderOptions
{
    /// <summary>The largest permitted sum of entry sizes, or null for no limit.</summary>
    public long? SizeLimit { get; init; }

    /// <summary>Whether each write first drops the entries that are due.</summary>
    public bool SweepOnWrite { get; init; } = true;

    /// <summary>Used for entries that are set without options of their own.</summary>
    public EntryDefaults Defaults { get; init; } = new();

    internal void Validate()
    {
        if (SizeLimit is <= 0)
        {
            throw new ArgumentException("The size limit must be positive.", nameof(SizeLimit));
        }

        Guard.PositiveOrNull(Defaults.Lifetime, nameof(EntryDefaults.Lifetime));
        Guard.PositiveOrNull(Defaults.SlidingExpiration, nameof(EntryDefaults.SlidingExpiration));
    }
}

/// <summary>Expiry and priority of entries that do not say otherwise.</summary>
public sealed record EntryDefaults
{
    public TimeSpan? Lifetime { get; init; }

    public TimeSpan? SlidingExpiration { get; init; }

    public EntryPriority Priority { get; init; } = EntryPriority.Normal;
}
