using System.Collections.Concurrent;
using Eval.Sandboxes.Compiler.Frames;
using Eval.Sandboxes.Processes;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// One running compiler. Requests are answered in any order; when it dies, all that are open end with an <see cref="IOException"/>.
/// </summary>
internal sealed class CompilerProcess : IDisposable
{
    /// <summary>What an exit code adds to the number of the signal that ended a program.</summary>
    private const int SignalBase = 128;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>How long one that says nothing more may take to end by itself.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly ChildProgram _process;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<byte[]?>> _open = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CompilerProcess(ChildProgram process)
    {
        _process = process;
        Id = process.Id;
        _ = new BoundedText(0).ReadAsync(process.Error);
        _ = ReadAsync();
    }

    /// <summary>The process that was started.</summary>
    public int Id { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Ends when the compiler is warm; fails when it does not start.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Returns the answer; null when it would be longer than any may be.</summary>
    public async Task<byte[]?> AskAsync(byte kind, byte[] body, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        var answer = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = answer;
        try
        {
            await _writing.WaitAsync(ct);
            try
            {
                await _process.Input.WriteAsync(Frame.Write(id.ToByteArray(), kind, body), CancellationToken.None);
                await _process.Input.FlushAsync(CancellationToken.None);
            }
            catch (ObjectDisposedException e)
            {
                // It died, perhaps through another's fault, and has been taken away by now.
                throw new IOException("the compiler is gone", e);
            }
            finally
            {
                _writing.Release();
            }

            if (!IsAlive)
            {
                answer.TrySetException(new IOException("the compiler is gone"));
            }

            return await answer.Task.WaitAsync(ct);
        }
        finally
        {
            _open.TryRemove(id, out _);
        }
    }

    /// <summary>
    /// Whether a compiler that is gone died by what it was asked, for instance of its stack: it was ready, and no signal ended it that only
    /// others send.
    /// </summary>
    public async Task<bool> DiedItselfAsync(CancellationToken ct) =>
        _ready.Task.IsCompletedSuccessfully && await _ended.Task.WaitAsync(ct) is not (SignalBase + Kill or SignalBase + Terminate);

    public void Dispose() => _process.Kill();

    private async Task ReadAsync()
    {
        try
        {
            while (await Frame.ReadAsync(_process.Output, CompilerFrames.MaxAnswerBytes, CancellationToken.None) is { } frame)
            {
                if (frame.Kind == CompilerFrames.Ready)
                {
                    _ready.TrySetResult();
                }
                else if (_open.TryGetValue(new Guid(frame.Nonce), out var answer))
                {
                    answer.TrySetResult(frame.Kind == CompilerFrames.TooMuch ? null : frame.Body);
                }
            }
        }
        catch (IOException)
        {
            // Said below.
        }

        IsAlive = false;
        _ready.TrySetException(new IOException("the compiler does not start"));
        foreach (var answer in _open.Values)
        {
            answer.TrySetException(new IOException("the compiler is gone"));
        }

        _ended.SetResult(await EndAsync());
        _process.Dispose();
    }

    /// <summary>Waits for the end and returns the exit code; one that goes on without a word is ended.</summary>
    private async Task<int> EndAsync()
    {
        try
        {
            return await _process.Ended.WaitAsync(EndTime);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            return await _process.Ended;
        }
    }
}
