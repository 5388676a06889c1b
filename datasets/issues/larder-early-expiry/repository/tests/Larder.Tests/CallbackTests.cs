using Larder;
using Xunit;

namespace Larder.Tests;

public class CallbackTests
{
    private readonly LarderCache<string, int> _cache = new(new LarderOptions(), new ManualClock());
    private readonly List<string> _seen = [];

    private EntryOptions<string, int> Watched => new() { OnEvicted = e => _seen.Add($"{e.Key}={e.Value} {e.Reason}") };

    [Fact]
    public void Reports_replacement_and_removal()
    {
        _cache.Set("a", 1, Watched);
        _cache.Set("a", 2, Watched);
        _cache.Remove("a");
        Assert.Equal(["a=1 Replaced", "a=2 Removed"], _seen);
    }

    [Fact]
    public void Removes_by_tag()
    {
        _cache.Set("a", 1, Watched with { Tags = ["x"] });
        _cache.Set("b", 2, Watched with { Tags = ["x", "y"] });
        _cache.Set("c", 3, Watched with { Tags = ["y"] });
        Assert.Equal(2, _cache.RemoveByTag("x"));
        Assert.Equal(1, _cache.Count);
        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void Callback_may_use_the_cache()
    {
        _cache.Set("a", 1, new() { OnEvicted = e => _cache.Set("copy", e.Value) });
        _cache.Remove("a");
        Assert.True(_cache.TryGet("copy", out var value));
        Assert.Equal(1, value);
    }

    [Fact]
    public void Failing_callback_is_counted()
    {
        _cache.Set("a", 1, new() { OnEvicted = _ => throw new InvalidOperationException() });
        Assert.True(_cache.Remove("a"));
        Assert.Equal(1, _cache.Statistics.CallbackFailures);
    }

    [Fact]
    public void GetOrAdd_calls_the_factory_once()
    {
        var calls = 0;
        Assert.Equal(7, _cache.GetOrAdd("k", _ => { calls++; return 7; }));
        Assert.Equal(7, _cache.GetOrAdd("k", _ => { calls++; return 8; }));
        Assert.Equal(1, calls);
        Assert.Equal(0.5, _cache.Statistics.HitRatio);
    }
}
