using System.Runtime.InteropServices;

namespace Eval.Harness.Console;

/// <summary>
/// Ctrl-C and SIGTERM. The first one starts nothing new and lets open work finish; the second drops open calls; the third leaves at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Action<string> _say;
    private int _count;

    public Interruption(Action<string> say)
    {
        _say = say;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Abort => _abort.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > 2)
        {
            return;
        }

        context.Cancel = true;
        if (count == 1)
        {
            _say("stopping: open calls are finished and written; press Ctrl-C again to drop them.");
            _stop.Cancel();
        }
        else
        {
            _say("dropping open calls; what was answered stays.");
            _abort.Cancel();
        }
    }
}
