using Larder;
using Xunit;

namespace Larder.Tests;

public class CapacityTests
{
    private readonly LarderCache<string, int> _cache = new(new LarderOptions { SizeLimit = 3 }, new ManualClock());

    [Fact]
    public void Least_recently_used_entry_goes_first()
    {
        _cache.Set("a", 1);
        _cache.Set("b", 2);
        _cache.Set("c", 3);
        _cache.TryGet("a", out _);
        _cache.Set("d", 4);
        Assert.False(_cache.ContainsKey("b"));
        Assert.True(_cache.ContainsKey("a"));
    }

    [Fact]
    public void Lower_priority_goes_before_older()
    {
        _cache.Set("old", 1);
        _cache.Set("low", 2, new() { Priority = EntryPriority.Low });
        _cache.Set("new", 3);
        _cache.Set("more", 4);
        Assert.False(_cache.ContainsKey("low"));
        Assert.True(_cache.ContainsKey("old"));
    }

    [Fact]
    public void Pinned_entries_stay_and_oversized_ones_are_refused()
    {
        _cache.Set("pin", 1, new() { Size = 2, Priority = EntryPriority.Pinned });
        _cache.Set("x", 2);
        Assert.False(_cache.Set("big", 3, new() { Size = 2 }));
        Assert.True(_cache.ContainsKey("x"));
        Assert.Equal(3, _cache.Statistics.TotalSize);
    }

    [Fact]
    public void Replacing_releases_the_old_size()
    {
        _cache.Set("a", 1, new() { Size = 3 });
        Assert.True(_cache.Set("a", 2, new() { Size = 2 }));
        Assert.Equal(2, _cache.Statistics.TotalSize);
    }
}
