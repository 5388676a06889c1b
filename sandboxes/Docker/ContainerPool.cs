using System.Collections.Concurrent;

namespace Eval.Sandboxes.Docker;

/// <summary>The containers of one language: started when they are first needed, kept warm, replaced on any doubt. Thread-safe.</summary>
internal sealed class ContainerPool(DockerEngine engine, string image, DockerSandboxOptions options, Func<string> runId, SemaphoreSlim starting) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaxContainers);
    private readonly ConcurrentStack<RunnerContainer> _idle = new();
    private readonly ConcurrentDictionary<Task, byte> _leaving = new();

    public async Task<RunnerContainer> TakeAsync(CancellationToken ct)
    {
        await _free.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_idle.TryPop(out var container))
            {
                return container;
            }

            // Few at a time: an engine that is asked for many at once takes longer for all of them.
            await starting.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                return await RunnerContainer.StartAsync(engine, image, options, runId(), ct).ConfigureAwait(false);
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
            var leaving = container.DisposeAsync().AsTask();
            _leaving[leaving] = 0;
            leaving.ContinueWith(done => _leaving.TryRemove(done, out _), TaskScheduler.Default);
        }

        _free.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_idle.Select(container => container.DisposeAsync().AsTask()).Concat(_leaving.Keys)).ConfigureAwait(false);
        _free.Dispose();
    }
}
