using System.Text;
using Docker.DotNet;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// A pipe in a container that leads here. Its reader is another user than commands: what was written has left the container, and nothing in
/// it can read, change or remove it any more.
/// </summary>
public sealed class WorkspaceChannel : IAsyncDisposable
{
    /// <summary>What the reader says on a line of its own when the pipe is there.</summary>
    internal const string Ready = "ready";

    private readonly MultiplexedStream _stream;
    private readonly Func<CancellationToken, Task> _endAsync;
    private readonly MemoryStream _kept = new();
    private readonly int _maxBytes;
    private readonly CancellationTokenSource _closing = new();
    private bool _isExceeded;
    private Task _reading = Task.CompletedTask;

    internal WorkspaceChannel(MultiplexedStream stream, int maxBytes, Func<CancellationToken, Task> endAsync)
    {
        _stream = stream;
        _maxBytes = maxBytes;
        _endAsync = endAsync;
    }

    /// <summary>Returns what was written, once no command writes any more; <see langword="null"/> when it was more than allowed.</summary>
    /// <exception cref="SandboxUnavailableException">The engine failed.</exception>
    public async Task<string?> CloseAsync(CancellationToken ct)
    {
        await _endAsync(ct);
        try
        {
            await _reading.WaitAsync(ct);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new SandboxUnavailableException($"The connection to the container broke off: {e.Message}", e);
        }

        return _isExceeded ? null : Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _stream.Dispose();
        _closing.Dispose();
        await _kept.DisposeAsync();
    }

    /// <summary>Waits until the pipe is there; false when it could not be made.</summary>
    internal async Task<bool> OpenAsync(CancellationToken ct)
    {
        var said = new StringBuilder();
        var one = new byte[1];
        while (await _stream.ReadOutputAsync(one, 0, 1, ct) is { EOF: false } read)
        {
            if (read.Count > 0 && one[0] == '\n')
            {
                _reading = ReadAsync();
                return said.ToString() == Ready;
            }

            said.Append((char)one[0]);
        }

        return false;
    }

    /// <summary>Reads to the end, also what is beyond the limit: a container that nobody reads from cannot be ended.</summary>
    private async Task ReadAsync()
    {
        var buffer = new byte[32 << 10];
        while (await _stream.ReadOutputAsync(buffer, 0, buffer.Length, _closing.Token) is { EOF: false } read)
        {
            _isExceeded |= _kept.Length + read.Count > _maxBytes;
            if (!_isExceeded)
            {
                _kept.Write(buffer, 0, read.Count);
            }
        }
    }
}
