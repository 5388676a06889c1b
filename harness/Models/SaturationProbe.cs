using System.Diagnostics;

namespace Eval.Harness.Models;

/// <summary>
/// Knows whether this machine is too busy for clock marks to be trusted: a timer that comes late shows that the marks come late too.
/// </summary>
internal sealed class SaturationProbe : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(30);
    private readonly Timer _timer;
    private long _last = Stopwatch.GetTimestamp();
    private long _lastLate;

    public SaturationProbe() => _timer = new Timer(_ => Tick(), null, Period, Period);

    /// <summary>Whether the timer came late during the last second.</summary>
    public bool IsSaturated => Volatile.Read(ref _lastLate) is var late and not 0 && Stopwatch.GetElapsedTime(late) < TimeSpan.FromSeconds(1);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(Interlocked.Exchange(ref _last, now), now) > Period + TooLate)
        {
            Volatile.Write(ref _lastLate, now);
        }
    }
}
