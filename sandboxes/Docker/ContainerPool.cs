using System.Collections.Concurrent;

namespace Eval.Sandboxes.Docker;

/// <summary>The containers of one language: started when they are first needed, kept warm, replaced on any doubt. Thread-safe.</summary>
internal sealed class ContainerPool(DockerEngine engine, string image, DockerSandboxOptions options, Func<string> runId,
    SemaphoreSlim starting) : IAsyncDisposable
{
    /// <summary>
    /// Another container is started once waiting for those that are there has taken as long as so many starts: a short run is done before
    /// a second one would be of use, and its start takes more of the processors than all its answers.
    /// </summary>
    private const int StartsWaitedFor = 2;

    /// <summary>How long a start takes where none has been seen.</summary>
    private static readonly TimeSpan UsualStart = TimeSpan.FromSeconds(0.5);

    private readonly SemaphoreSlim _free = new(options.MaxContainers);
    private readonly SemaphoreSlim _isIdle = new(0);
    private readonly ConcurrentStack<RunnerContainer> _idle = new();
    private readonly ConcurrentDictionary<Task, byte> _leaving = new();

    /// <summary>The processors that no container of ours keeps to; empty where they are not to be chosen.</summary>
    private readonly ConcurrentQueue<int> _processors = new(FreeProcessors(engine, options));

    private readonly Lock _gate = new();
    private int _running;
    private int _waiting;
    private TimeSpan _starting = UsualStart;
    private long _startedAt = TimeProvider.System.GetTimestamp();
    private TimeSpan _waited;

    /// <param name="isFresh">Whether it must be a container in which nothing ran.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RunnerContainer> TakeAsync(bool isFresh, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        try
        {
            if (await TakeIdleAsync(isFresh, ct) is not { } container)
            {
                return await StartAsync(ct);
            }

            if (!isFresh)
            {
                return container;
            }

            Leave(container);
            return await StartAsync(ct);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Takes a container back; one that is in doubt, or has run enough, is replaced.</summary>
    public void Return(RunnerContainer container, bool isClean)
    {
        if (isClean && container.Answers < options.AnswersPerContainer)
        {
            _idle.Push(container);
            _isIdle.Release();
        }
        else
        {
            Leave(container);
        }

        _free.Release();
    }

    /// <summary>Takes a container that is there; null where another one is to be started.</summary>
    private async Task<RunnerContainer?> TakeIdleAsync(bool isFresh, CancellationToken ct)
    {
        if (!await _isIdle.WaitAsync(0, ct))
        {
            TimeSpan left;
            lock (_gate)
            {
                left = isFresh || _running == 0 ? TimeSpan.Zero : (StartsWaitedFor * _starting) - _waited;
                _waiting++;
            }

            var began = TimeProvider.System.GetTimestamp();
            try
            {
                if (left <= TimeSpan.Zero || !await _isIdle.WaitAsync(left, ct))
                {
                    return null;
                }
            }
            finally
            {
                lock (_gate)
                {
                    _waiting--;
                    // The first start is waited for whatever comes.
                    _waited += TimeProvider.System.GetElapsedTime(Math.Max(began, _startedAt));
                }
            }
        }

        // None where the last one left that was waited for.
        return _idle.TryPop(out var container) ? container : null;
    }

    private async Task<RunnerContainer> StartAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            _running++;
        }

        int? processor = null;
        try
        {
            // Few at a time: an engine that is asked for many at once takes longer for all of them.
            await starting.WaitAsync(ct);
            try
            {
                processor = _processors.TryDequeue(out var free) ? free : null;
                var began = TimeProvider.System.GetTimestamp();
                var container = await RunnerContainer.StartAsync(engine, image, options, runId(), processor, ct);
                lock (_gate)
                {
                    _startedAt = TimeProvider.System.GetTimestamp();
                    (_starting, _waited) = (TimeProvider.System.GetElapsedTime(began, _startedAt), TimeSpan.Zero);
                }

                return container;
            }
            finally
            {
                starting.Release();
            }
        }
        catch
        {
            GiveUp(processor);
            throw;
        }
    }

    private void Leave(RunnerContainer container)
    {
        GiveUp(container.Processor);
        var leaving = container.DisposeAsync().AsTask();
        _leaving[leaving] = 0;
        leaving.ContinueWith(done => _leaving.TryRemove(done, out _), TaskScheduler.Default);
    }

    private void GiveUp(int? processor)
    {
        if (processor is { } number)
        {
            _processors.Enqueue(number);
        }

        lock (_gate)
        {
            _running--;
            if (_running == 0 && _waiting > 0)
            {
                // Nothing is left to wait for.
                _isIdle.Release(_waiting);
            }
        }
    }

    /// <summary>
    /// Tests and answer take turns all the time, which is an eighth cheaper on one processor. Each container keeps to its own where the
    /// engine is on this machine and this program may use all of it.
    /// </summary>
    private static IEnumerable<int> FreeProcessors(DockerEngine engine, DockerSandboxOptions options) =>
        engine.IsLocal && options.MaxContainers <= Environment.ProcessorCount && AllProcessors() == Environment.ProcessorCount
            ? Enumerable.Range(0, Environment.ProcessorCount)
            : [];

    private static int AllProcessors() =>
        Directory.Exists("/sys/devices/system/cpu")
            ? Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu*").Count(path => char.IsAsciiDigit(path[^1])) : 0;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_idle.Select(container => container.DisposeAsync().AsTask()).Concat(_leaving.Keys));
        _free.Dispose();
        _isIdle.Dispose();
    }
}
