using Eval.Sandboxes.Compiler.Frames;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Keeps a compiler running. A source that kills or hangs it costs only itself: everything that was open beside it, and what seemed to be
/// the culprit, is asked again alone, and only what is seen there counts. Time is processor time: a compiler that others keep from the
/// processor says nothing about a source.
/// </summary>
internal sealed class CompilerHost(ProgramLauncher launcher, TimeSpan maxTime) : IDisposable
{
    private const long HeapBytes = 1L << 30;

    /// <summary>How often a compiler that something else ended is started again for one request.</summary>
    private const int MaxStarts = 2;

    /// <summary>The time on the clock, as a multiple of the processor time, after which a compiler is given up as starved.</summary>
    private const int MaxStretch = 30;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>No request waits inside a compiler, where its time would pass before anybody looks at it.</summary>
    private readonly SemaphoreSlim _shared = new(CompilerFrames.Threads);

    private readonly SemaphoreSlim _alone = new(1);
    private readonly Lock _gate = new();
    private CompilerProcess? _current;

    /// <summary>Starts the compiler ahead of the first request, without waiting for it.</summary>
    public void Start() => Current();

    /// <summary>Returns the answer; null when the compiler did not survive this request or used up its time over it.</summary>
    /// <exception cref="SandboxUnavailableException">The compiler does not start here or is kept from the processor.</exception>
    public async Task<byte[]?> AskAsync(byte kind, byte[] body, CancellationToken ct)
    {
        await _shared.WaitAsync(ct);
        try
        {
            if (await AskAsync(Current(), kind, body, ct) is { End: CompilerEnd.Answered, Answer: var answer })
            {
                return answer;
            }
        }
        finally
        {
            _shared.Release();
        }

        return await AskAloneAsync(kind, body, ct);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _current?.Dispose();
        }

        _alone.Dispose();
        _shared.Dispose();
    }

    private async Task<byte[]?> AskAloneAsync(byte kind, byte[] body, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            for (var starts = 1; ; starts++)
            {
                using var own = new CompilerProcess(launcher.Start("compiler", HeapBytes));
                var (answer, end) = await AskAsync(own, kind, body, ct);
                switch (end)
                {
                    case CompilerEnd.Answered:
                        return answer;
                    case CompilerEnd.UsedUp or CompilerEnd.Died:
                        return null;
                    case CompilerEnd.Lost when starts < MaxStarts:
                        continue;
                    default:
                        throw new SandboxUnavailableException(end == CompilerEnd.Starved
                            ? "Other work on this machine kept the compiler from the processor; go on when there is less load."
                            : "The compiler was ended from outside or does not start; 'doctor' says what is missing.");
                }
            }
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<(byte[]? Answer, CompilerEnd End)> AskAsync(CompilerProcess compiler, byte kind, byte[] body, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var memory = 0L;
        try
        {
            await compiler.Ready.WaitAsync(MaxStretch * maxTime, ct);
            var meter = new ProcessorMeter(compiler.Id);
            var clock = TimeProvider.System.GetTimestamp();
            var asking = compiler.AskAsync(kind, body, stop.Token);
            while (await Task.WhenAny(asking, Task.Delay(LookEvery, stop.Token)) != asking)
            {
                ct.ThrowIfCancellationRequested();
                memory = Math.Max(memory, meter.MemoryBytes());
                var elapsed = TimeProvider.System.GetElapsedTime(clock);
                // Of a shared compiler this is the time of all requests together: enough to suspect each of them.
                var isUsedUp = (meter.CpuTime() ?? elapsed) >= maxTime;
                if (isUsedUp || elapsed >= MaxStretch * maxTime)
                {
                    // There is no way to stop a compilation but to end its process.
                    compiler.Dispose();
                    return (null, isUsedUp ? CompilerEnd.UsedUp : CompilerEnd.Starved);
                }
            }

            return await asking is { } answer ? (answer, CompilerEnd.Answered) : (null, CompilerEnd.Died);
        }
        catch (TimeoutException)
        {
            compiler.Dispose();
            return (null, CompilerEnd.Starved);
        }
        catch (IOException)
        {
            // A system that is short of memory ends it from outside, for what the source made it take.
            return (null, await compiler.DiedItselfAsync(ct) || memory >= HeapBytes / 2 ? CompilerEnd.Died : CompilerEnd.Lost);
        }
        finally
        {
            await stop.CancelAsync();
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
