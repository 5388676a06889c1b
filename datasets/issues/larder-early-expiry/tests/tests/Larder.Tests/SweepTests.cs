using Larder;
using Xunit;

namespace Larder.Tests;

public class SweepTests
{
    private readonly ManualClock _clock = new();
    private readonly LarderCache<string, int> _cache;
    private readonly List<string> _seen = [];

    public SweepTests() => _cache = new LarderCache<string, int>(new LarderOptions { SizeLimit = 10 }, _clock);

    private EntryOptions<string, int> For(int seconds) => Watched with { Lifetime = TimeSpan.FromSeconds(seconds) };

    private EntryOptions<string, int> Sliding(int seconds) =>
        Watched with { SlidingExpiration = TimeSpan.FromSeconds(seconds) };

    private EntryOptions<string, int> Watched => new() { OnEvicted = e => _seen.Add($"{e.Key}={e.Value} {e.Reason}") };

    private static DateTimeOffset At(int seconds) => ManualClock.Start.AddSeconds(seconds);

    [Fact]
    public void Entry_that_was_read_survives_the_sweep()
    {
        _cache.Set("session", 1, Sliding(60));
        _clock.Advance(40);
        Assert.True(_cache.TryGet("session", out _));
        _clock.Advance(30);
        Assert.Equal(0, _cache.Sweep());
        Assert.True(_cache.ContainsKey("session"));
        Assert.Empty(_seen);
    }

    [Fact]
    public void Entry_that_was_touched_survives_a_write_to_another_key()
    {
        _cache.Set("session", 1, Sliding(60));
        _clock.Advance(40);
        Assert.True(_cache.Touch("session"));
        _clock.Advance(30);
        _cache.Set("other", 2);
        Assert.True(_cache.ContainsKey("session"));
    }

    [Fact]
    public void Entry_read_by_get_or_add_survives_the_sweep()
    {
        _cache.Set("session", 1, Sliding(60));
        _clock.Advance(40);
        _cache.GetOrAdd("session", _ => 2);
        _clock.Advance(30);
        _cache.Sweep();
        Assert.Equal(1, _cache.GetOrAdd("session", _ => 3));
    }

    [Fact]
    public void Entry_that_was_read_is_swept_when_it_has_been_idle_long_enough()
    {
        _cache.Set("session", 1, Sliding(60) with { Size = 4 });
        _clock.Advance(40);
        _cache.TryGet("session", out _);
        _clock.Advance(30);
        Assert.Equal(0, _cache.Sweep());
        _clock.Advance(30);
        Assert.Equal(1, _cache.Sweep());
        Assert.Equal(["session=1 Expired"], _seen);
        Assert.Equal(0, _cache.Count);
        Assert.Equal(0, _cache.Statistics.TotalSize);
        Assert.Equal(1, _cache.Statistics.Expired);
    }

    [Fact]
    public void Replacement_lives_for_its_own_lifetime()
    {
        _cache.Set("a", 1, For(60));
        _cache.Set("a", 2, For(600));
        _clock.Advance(60);
        Assert.Equal(0, _cache.Sweep());
        Assert.True(_cache.ContainsKey("a"));
        _clock.Advance(540);
        Assert.Equal(1, _cache.Sweep());
        Assert.Equal(["a=1 Replaced", "a=2 Expired"], _seen);
    }

    [Fact]
    public void Replacement_without_expiry_is_never_swept()
    {
        _cache.Set("a", 1, For(60));
        _cache.Set("a", 2);
        Assert.Null(_cache.NextExpiration);
        _clock.Advance(3600);
        Assert.Equal(0, _cache.Sweep());
        Assert.True(_cache.ContainsKey("a"));
    }

    [Fact]
    public void Entry_set_again_after_removal_lives_for_its_own_lifetime()
    {
        _cache.Set("a", 1, For(60));
        _cache.Remove("a");
        _cache.Set("a", 2, For(600));
        _clock.Advance(100);
        Assert.Equal(0, _cache.Sweep());
        Assert.True(_cache.ContainsKey("a"));
    }

    [Fact]
    public void Renewed_entry_lives_for_the_new_lifetime()
    {
        _cache.Set("a", 1, For(60));
        _clock.Advance(30);
        Assert.True(_cache.Renew("a", TimeSpan.FromSeconds(600)));
        _clock.Advance(100);
        Assert.Equal(0, _cache.Sweep());
        _clock.Advance(500);
        Assert.Equal(1, _cache.Sweep());
        Assert.Equal(["a=1 Expired"], _seen);
    }

    [Fact]
    public void Entry_renewed_for_a_shorter_time_goes_earlier()
    {
        _cache.Set("a", 1, For(600));
        _cache.Renew("a", TimeSpan.FromSeconds(10));
        _clock.Advance(10);
        Assert.Equal(1, _cache.Sweep());
    }

    [Fact]
    public void Next_expiration_follows_reads()
    {
        _cache.Set("session", 1, Sliding(60));
        Assert.Equal(At(60), _cache.NextExpiration);
        _clock.Advance(40);
        _cache.TryGet("session", out _);
        Assert.Equal(At(100), _cache.NextExpiration);
    }

    [Fact]
    public void Next_expiration_follows_renewal_and_removal()
    {
        _cache.Set("a", 1, For(60));
        _cache.Set("b", 2, For(120));
        _cache.Renew("a", TimeSpan.FromSeconds(300));
        Assert.Equal(At(120), _cache.NextExpiration);
        _cache.Remove("b");
        Assert.Equal(At(300), _cache.NextExpiration);
        _cache.Remove("a");
        Assert.Null(_cache.NextExpiration);
    }

    [Fact]
    public void Next_expiration_is_capped_by_the_absolute_expiry()
    {
        _cache.Set("a", 1, Sliding(60) with { AbsoluteExpiration = At(70) });
        _clock.Advance(50);
        _cache.Touch("a");
        Assert.Equal(At(70), _cache.NextExpiration);
        _clock.Advance(20);
        Assert.Equal(1, _cache.Sweep());
    }

    [Fact]
    public void Checking_for_a_key_does_not_extend_it()
    {
        _cache.Set("a", 1, Sliding(60));
        _clock.Advance(40);
        Assert.True(_cache.ContainsKey("a"));
        _clock.Advance(20);
        Assert.Equal(1, _cache.Sweep());
    }

    [Fact]
    public void Scheduled_expirations_count_stored_entries_only()
    {
        for (var i = 0; i < 20; i++)
        {
            _cache.Set("a", i, For(60));
            _cache.Renew("a", TimeSpan.FromSeconds(90));
            _cache.Set("s", i, Sliding(60));
            _cache.TryGet("s", out _);
        }

        _cache.Set("forever", 0);
        Assert.Equal(2, _cache.Statistics.ScheduledExpirations);
        _cache.Remove("a");
        Assert.Equal(1, _cache.Statistics.ScheduledExpirations);
    }

    [Fact]
    public void Scheduled_expirations_shrink_however_an_entry_leaves()
    {
        _cache.Set("tagged", 1, For(60) with { Tags = ["t"] });
        _cache.RemoveByTag("t");
        Assert.Equal(0, _cache.Statistics.ScheduledExpirations);

        _cache.Set("victim", 1, For(60) with { Size = 5 });
        _cache.Set("big", 2, Watched with { Size = 10 });
        Assert.Equal(0, _cache.Statistics.ScheduledExpirations);
        Assert.Equal(1, _cache.Statistics.EvictedForCapacity);
        _cache.Remove("big");

        _cache.Set("looked-up", 3, For(10));
        _clock.Advance(10);
        Assert.False(_cache.TryGet("looked-up", out _));
        Assert.Equal(0, _cache.Statistics.ScheduledExpirations);
    }

    [Fact]
    public void Clear_forgets_all_expirations()
    {
        _cache.Set("a", 1, For(60));
        _cache.Set("b", 2, Sliding(60));
        _cache.Clear();
        Assert.Equal(0, _cache.Statistics.ScheduledExpirations);
        Assert.Null(_cache.NextExpiration);
    }

    [Fact]
    public void Entries_due_at_the_same_moment_are_all_swept()
    {
        _cache.Set("a", 1, For(60));
        _cache.Set("b", 2, For(60));
        _cache.Set("c", 3, For(60));
        _clock.Advance(60);
        Assert.Equal(3, _cache.Sweep());
        Assert.Equal(0, _cache.Count);
    }
}
