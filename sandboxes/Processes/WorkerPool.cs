using System.Threading.Channels;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Keeps workers warm: as one is taken, the next is started, so that an answer seldom waits for a start. One that does not start fails
/// whoever waits for it and nobody after: what holds starts up now, other answers perhaps, need not do so later.
/// </summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    private readonly ProgramLauncher _launcher;
    private readonly long _heapBytes;
    private readonly Channel<(WorkerProcess? Worker, SandboxUnavailableException? Failure)> _ready =
        Channel.CreateUnbounded<(WorkerProcess?, SandboxUnavailableException?)>();

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _taken;
    private readonly Task _starting;

    public WorkerPool(ProgramLauncher launcher, int size, long heapBytes)
    {
        _launcher = launcher;
        _heapBytes = heapBytes;
        _taken = new SemaphoreSlim(size);
        _starting = Task.Run(StartAllAsync);
    }

    public async ValueTask<WorkerProcess> TakeAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var (worker, failure) = await _ready.Reader.ReadAsync(ct);
                _taken.Release();
                if (worker is null)
                {
                    throw new SandboxUnavailableException(failure!.Message, failure);
                }

                if (worker.IsAlive)
                {
                    return worker;
                }

                // Something ended it while it waited.
                worker.Dispose();
            }
        }
        catch (ChannelClosedException e)
        {
            throw new SandboxUnavailableException("The sandbox is closed.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _starting;
        while (_ready.Reader.TryRead(out var ready))
        {
            ready.Worker?.Dispose();
        }

        _closing.Dispose();
        _taken.Dispose();
    }

    private async Task StartAllAsync()
    {
        try
        {
            while (true)
            {
                await _taken.WaitAsync(_closing.Token);
                await _ready.Writer.WriteAsync(await StartOrFailAsync(), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            _ready.Writer.TryComplete();
        }
    }

    private async Task<(WorkerProcess? Worker, SandboxUnavailableException? Failure)> StartOrFailAsync()
    {
        try
        {
            return (await WorkerProcess.StartWithRetriesAsync(_launcher, _heapBytes, _closing.Token), null);
        }
        catch (SandboxUnavailableException e)
        {
            return (null, e);
        }
    }
}
