using Larder;
using Xunit;

namespace Larder.Tests;

public class ExpiryTests
{
    private readonly ManualClock _clock = new();
    private readonly LarderCache<string, int> _cache;

    public ExpiryTests() => _cache = new LarderCache<string, int>(new LarderOptions(), _clock);

    private static EntryOptions<string, int> For(int seconds) => new() { Lifetime = TimeSpan.FromSeconds(seconds) };

    [Fact]
    public void Entry_is_gone_after_its_lifetime()
    {
        _cache.Set("a", 1, For(60));
        _clock.Advance(59);
        Assert.True(_cache.TryGet("a", out _));
        _clock.Advance(1);
        Assert.False(_cache.TryGet("a", out _));
    }

    [Fact]
    public void Earlier_of_lifetime_and_absolute_expiration_wins()
    {
        _cache.Set("a", 1, For(60) with { AbsoluteExpiration = ManualClock.Start.AddSeconds(30) });
        Assert.Equal(ManualClock.Start.AddSeconds(30), _cache.NextExpiration);
    }

    [Fact]
    public void Unread_sliding_entry_expires()
    {
        _cache.Set("a", 1, new() { SlidingExpiration = TimeSpan.FromSeconds(20) });
        _clock.Advance(20);
        Assert.False(_cache.ContainsKey("a"));
    }

    [Fact]
    public void Sliding_never_outlives_the_lifetime()
    {
        _cache.Set("a", 1, For(50) with { SlidingExpiration = TimeSpan.FromSeconds(20) });
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(10);
            Assert.True(_cache.Touch("a"));
        }

        _clock.Advance(10);
        Assert.False(_cache.Touch("a"));
    }

    [Fact]
    public void Sweep_drops_only_what_is_due()
    {
        _cache.Set("a", 1, For(10));
        _cache.Set("b", 2, For(20));
        _cache.Set("c", 3);
        _clock.Advance(15);
        Assert.Equal(1, _cache.Sweep());
        Assert.Equal(2, _cache.Count);
        Assert.Equal(1, _cache.Statistics.ScheduledExpirations);
    }

    [Fact]
    public void Sweep_calls_back_in_order_of_expiry()
    {
        var order = new List<string>();
        foreach (var (key, seconds) in new[] { ("late", 30), ("early", 10), ("middle", 20) })
        {
            _cache.Set(key, 0, For(seconds) with { OnEvicted = e => order.Add($"{e.Key} {e.Reason}") });
        }

        _clock.Advance(60);
        _cache.Sweep();
        Assert.Equal(["early Expired", "middle Expired", "late Expired"], order);
    }

    [Fact]
    public void Entry_set_in_the_past_is_not_stored()
    {
        Assert.False(_cache.Set("a", 1, new() { AbsoluteExpiration = ManualClock.Start }));
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public void Rejects_lifetimes_that_are_not_positive()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _cache.Set("a", 1, For(0)));
    }
}
