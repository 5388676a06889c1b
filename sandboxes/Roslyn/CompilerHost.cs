namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Keeps a compiler running. A source that kills or hangs it costs only itself: everything that was open beside it is asked again, one at a
/// time, so that the culprit is found.
/// </summary>
internal sealed class CompilerHost(ProgramLauncher launcher, TimeSpan maxTime) : IDisposable
{
    private const long HeapBytes = 1L << 30;
    private readonly SemaphoreSlim _alone = new(1);
    private readonly Lock _gate = new();
    private CompilerProcess? _current;

    /// <summary>Starts the compiler ahead of the first request, without waiting for it.</summary>
    public void Start() => Current();

    /// <summary>Returns the answer; null when the compiler did not survive this request or took too long over it.</summary>
    public async Task<byte[]?> AskAsync(byte kind, byte[] body, CancellationToken ct)
    {
        var (answer, wasLost) = await TryAsync(kind, body, ct).ConfigureAwait(false);
        if (answer is not null || !wasLost)
        {
            return answer;
        }

        await _alone.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            using var own = new CompilerProcess(launcher.Start("compiler", HeapBytes));
            return (await AskAsync(own, kind, body, ct).ConfigureAwait(false)).Answer;
        }
        finally
        {
            _alone.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _current?.Dispose();
        }

        _alone.Dispose();
    }

    /// <summary>Asks the shared compiler; says whether the request was lost with a compiler that died, perhaps through another's fault.</summary>
    private Task<(byte[]? Answer, bool WasLost)> TryAsync(byte kind, byte[] body, CancellationToken ct) => AskAsync(Current(), kind, body, ct);

    private async Task<(byte[]? Answer, bool WasLost)> AskAsync(CompilerProcess compiler, byte kind, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await compiler.Ready.WaitAsync(ct).ConfigureAwait(false);
            limit.CancelAfter(maxTime);
            return (await compiler.AskAsync(kind, body, limit.Token).ConfigureAwait(false), false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // There is no way to stop a compilation but to end its process.
            compiler.Dispose();
            return (null, false);
        }
        catch (IOException)
        {
            return (null, true);
        }
    }

    private CompilerProcess Current()
    {
        lock (_gate)
        {
            return _current is { IsAlive: true } ? _current : _current = new CompilerProcess(launcher.Start("compiler", HeapBytes));
        }
    }
}
