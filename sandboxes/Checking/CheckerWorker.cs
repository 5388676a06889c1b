using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Checking;

/// <summary>A process that runs tests, of one answer after another.</summary>
internal sealed class CheckerWorker : IDisposable
{
    private const int KeptOutputBytes = 64 << 10;
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);
    private readonly BoundedText _said = new(KeptOutputBytes);
    private readonly Task _listening;

    public CheckerWorker(WorkerProcess worker)
    {
        Worker = worker;
        _listening = _said.ReadAsync(worker.Printed);
    }

    public WorkerProcess Worker { get; }

    /// <summary>Returns what the process itself said until its end, for instance why it ended.</summary>
    public async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(_listening, Task.Delay(EndTime, CancellationToken.None));
        return _said.ToString();
    }

    public void Dispose() => Worker.Dispose();
}
