
namespace Eval.Harness.Models;

/// <summary>
/// Knows when this machine was too busy for clock marks to be trusted: a timer that comes late shows that marks taken meanwhile came late
/// too.
/// </summary>
internal sealed class SaturationProbe : IAsyncDisposable
{
    private const int MaxKept = 1024;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan CalmTime = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly Queue<(long From, long To)> _late = new();
    private readonly Timer _timer;
    private long _last = TimeProvider.System.GetTimestamp();

    public SaturationProbe() => _timer = new Timer(_ => Tick(TimeProvider.System.GetTimestamp()), null, Period, Period);

    /// <summary>Whether the machine was too busy at one of these moments, all of them past.</summary>
    public bool WasLate(params ReadOnlySpan<long> moments)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            foreach (var moment in moments)
            {
                if ((moment >= _last && IsLate(_last, now)) || _late.Any(late => moment >= late.From && moment <= late.To))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Returns once the timer has come in time for a while, or after <paramref name="timeout"/>.</summary>
    public static async Task CalmAsync(TimeSpan timeout, CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        var calmSince = start;
        while (TimeProvider.System.GetElapsedTime(calmSince) < CalmTime && TimeProvider.System.GetElapsedTime(start) < timeout)
        {
            var before = TimeProvider.System.GetTimestamp();
            await Task.Delay(Period, ct);
            calmSince = IsLate(before, TimeProvider.System.GetTimestamp()) ? TimeProvider.System.GetTimestamp() : calmSince;
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static bool IsLate(long from, long to) => TimeProvider.System.GetElapsedTime(from, to) > Period + TooLate;

    internal void Tick(long now)
    {
        lock (_gate)
        {
            if (IsLate(_last, now))
            {
                if (_late.Count == MaxKept)
                {
                    _late.Dequeue();
                }

                _late.Enqueue((_last, now));
            }

            _last = now;
        }
    }
}
