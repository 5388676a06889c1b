
namespace Eval.Harness.Models;

/// <summary>
/// Bounds the open calls of an endpoint. Grows while it goes well (by one a call at first, by one a round later), halves once per episode
/// of overload: replies to calls that were sent before the last cut say nothing new. First come, first served. Thread-safe.
/// </summary>
internal sealed class EndpointLimiter
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly double _cap;
    private double _limit;
    private int _open;
    private bool _hasBeenCut;
    private long _lastCut;

    public EndpointLimiter(double start, double cap)
    {
        _limit = start;
        _cap = cap;
    }

    /// <summary>Grows from 8 up to 128: what endpoints can commonly handle is not known beforehand.</summary>
    public static EndpointLimiter Adaptive() => new(8, 128);

    /// <summary>Starts at the number a user chose and never passes it.</summary>
    public static EndpointLimiter Fixed(int connections) => new(connections, connections);

    public double Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    /// <summary>Waits for a place; the result says when it was got.</summary>
    public async Task<long> EnterAsync(CancellationToken ct)
    {
        TaskCompletionSource place;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _open < (int)_limit)
            {
                _open++;
                return TimeProvider.System.GetTimestamp();
            }

            place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
        }

        await using (ct.Register(() => place.TrySetCanceled(ct)))
        {
            await place.Task;
            return TimeProvider.System.GetTimestamp();
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            // Slow start as in TCP, then one more per round of calls.
            _limit = Math.Min(_cap, _limit + (_hasBeenCut ? 1 / _limit : 1));
            Leave();
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            Leave();
        }
    }

    /// <param name="enteredAt">What <see cref="EnterAsync"/> gave for the call that was refused.</param>
    public void Overloaded(long enteredAt)
    {
        lock (_gate)
        {
            if (enteredAt > _lastCut)
            {
                _limit = Math.Max(1, _limit / 2);
                _lastCut = TimeProvider.System.GetTimestamp();
                _hasBeenCut = true;
            }

            Leave();
        }
    }

    private void Leave()
    {
        _open--;
        while (_open < (int)_limit && _waiting.TryDequeue(out var next))
        {
            // A place whose waiter has given up goes to the next one.
            if (next.TrySetResult())
            {
                _open++;
            }
        }
    }
}
