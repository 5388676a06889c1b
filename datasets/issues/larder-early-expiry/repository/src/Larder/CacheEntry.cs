namespace Larder;

/// <summary>A stored value together with what is needed to decide when it expires.</summary>
internal sealed class CacheEntry<TKey, TValue>
    where TKey : notnull
{
    public CacheEntry(TKey key, TValue value, EntryOptions<TKey, TValue> options, DateTimeOffset now)
    {
        Key = key;
        Value = value;
        Options = options;
        LastRead = now;
        AbsoluteDue = Earlier(options.AbsoluteExpiration, now + options.Lifetime);
    }

    public TKey Key { get; }

    public TValue Value { get; }

    public EntryOptions<TKey, TValue> Options { get; }

    public DateTimeOffset LastRead { get; private set; }

    public DateTimeOffset? AbsoluteDue { get; private set; }

    /// <summary>When the entry expires if it is not read again, or null if it never does.</summary>
    public DateTimeOffset? Due => Earlier(AbsoluteDue, LastRead + Options.SlidingExpiration);

    public bool IsExpired(DateTimeOffset now) => Due <= now;

    public void Touch(DateTimeOffset now) => LastRead = now;

    public void Renew(TimeSpan lifetime, DateTimeOffset now)
    {
        AbsoluteDue = now + lifetime;
        LastRead = now;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        (a, b) switch
        {
            (null, _) => b,
            (_, null) => a,
            _ => a < b ? a : b,
        };
}
