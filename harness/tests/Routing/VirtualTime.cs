using System.Collections.Concurrent;

namespace Eval.Harness.Tests.Routing;

/// <summary>A clock that stands still until it is told to go on to the next moment for which somebody waits.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = new Timer(this, _now + dueTime, () => callback(state));
            _timers.Add(timer);
            return timer;
        }
    }

    /// <summary>Lets work end on this thread, going on to the next awaited moment whenever nothing is left to do at this one.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var (before, queue) = (SynchronizationContext.Current, new Queue());
        SynchronizationContext.SetSynchronizationContext(queue);
        try
        {
            var running = work();
            while (!running.IsCompleted)
            {
                if (!queue.TryRunNext(TimeSpan.Zero))
                {
                    if (Next() is { } due)
                    {
                        due();
                    }
                    else
                    {
                        queue.TryRunNext(TimeSpan.FromMilliseconds(1));
                    }
                }
            }

            return running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (_timers.MinBy(timer => timer.Due) is not { } next)
            {
                return null;
            }

            _timers.Remove(next);
            _now = next.Due;
            return next.Callback;
        }
    }

    private sealed class Timer(VirtualTime time, TimeSpan due, Action callback) : ITimer
    {
        public TimeSpan Due => due;

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Queue : SynchronizationContext
    {
        private readonly BlockingCollection<Action> _work = [];

        public override void Post(SendOrPostCallback d, object? state) => _work.Add(() => d(state));

        public bool TryRunNext(TimeSpan wait)
        {
            if (!_work.TryTake(out var next, wait))
            {
                return false;
            }

            next();
            return true;
        }
    }
}
