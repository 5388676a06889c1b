using System.Collections.Concurrent;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Checking;

/// <summary>Keeps the processes in which tests have run, for other tests. Thread-safe.</summary>
internal sealed class CheckerPool(ProgramLauncher launcher, long heapBytes) : IDisposable
{
    private readonly ConcurrentStack<CheckerWorker> _resting = new();

    /// <summary>Returns a process that rests, or a new one.</summary>
    public async Task<CheckerWorker> TakeAsync(CancellationToken ct)
    {
        while (_resting.TryPop(out var resting))
        {
            if (resting.Worker.IsAlive)
            {
                return resting;
            }

            resting.Dispose();
        }

        return new CheckerWorker(await WorkerProcess.StartWithRetriesAsync(launcher, heapBytes, ct));
    }

    /// <summary>Keeps a process in which nothing of the tests is left.</summary>
    public void Keep(CheckerWorker checker) => _resting.Push(checker);

    public void Dispose()
    {
        while (_resting.TryPop(out var resting))
        {
            resting.Dispose();
        }
    }
}
