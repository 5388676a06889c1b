using System.Collections.Concurrent;

namespace Eval.Sandboxes.Docker;

/// <summary>The containers of one language: started when they are first needed, kept warm, replaced on any doubt. Thread-safe.</summary>
internal sealed class ContainerPool(DockerEngine engine, string image, DockerSandboxOptions options, Func<string> runId, SemaphoreSlim starting) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaxContainers);
    private readonly ConcurrentStack<RunnerContainer> _idle = new();
    private readonly ConcurrentDictionary<Task, byte> _leaving = new();

    /// <summary>The processors that no container of ours keeps to; empty where they are not to be chosen.</summary>
    private readonly ConcurrentQueue<int> _processors = new(FreeProcessors(engine, options));

    /// <param name="isFresh">Whether it must be a container in which nothing ran.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RunnerContainer> TakeAsync(bool isFresh, CancellationToken ct)
    {
        await _free.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_idle.TryPop(out var container))
            {
                if (!isFresh)
                {
                    return container;
                }

                Leave(container);
            }

            // Few at a time: an engine that is asked for many at once takes longer for all of them.
            await starting.WaitAsync(ct).ConfigureAwait(false);
            int? processor = _processors.TryDequeue(out var free) ? free : null;
            try
            {
                return await RunnerContainer.StartAsync(engine, image, options, runId(), processor, ct).ConfigureAwait(false);
            }
            catch
            {
                GiveBack(processor);
                throw;
            }
            finally
            {
                starting.Release();
            }
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
        }
        else
        {
            Leave(container);
        }

        _free.Release();
    }

    private void Leave(RunnerContainer container)
    {
        GiveBack(container.Processor);
        var leaving = container.DisposeAsync().AsTask();
        _leaving[leaving] = 0;
        leaving.ContinueWith(done => _leaving.TryRemove(done, out _), TaskScheduler.Default);
    }

    private void GiveBack(int? processor)
    {
        if (processor is { } number)
        {
            _processors.Enqueue(number);
        }
    }

    /// <summary>
    /// Tests and answer take turns all the time, which is an eighth cheaper on one processor. Each container keeps to its own where the engine
    /// is on this machine and this program may use all of it.
    /// </summary>
    private static IEnumerable<int> FreeProcessors(DockerEngine engine, DockerSandboxOptions options) =>
        engine.IsLocal && options.MaxContainers <= Environment.ProcessorCount && AllProcessors() == Environment.ProcessorCount
            ? Enumerable.Range(0, Environment.ProcessorCount)
            : [];

    private static int AllProcessors() =>
        Directory.Exists("/sys/devices/system/cpu") ? Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu*").Count(path => char.IsAsciiDigit(path[^1])) : 0;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_idle.Select(container => container.DisposeAsync().AsTask()).Concat(_leaving.Keys)).ConfigureAwait(false);
        _free.Dispose();
    }
}
