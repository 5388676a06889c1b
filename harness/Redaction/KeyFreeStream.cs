using System.Buffers;
using System.Runtime.CompilerServices;

namespace Eval.Harness.Redaction;

/// <summary>
/// A stream without the keys in it, also where they come in pieces. Nothing waits but what may be the beginning of a key.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="guard">Knows the keys.</param>
/// <param name="removed">Told how many were taken out.</param>
internal sealed class KeyFreeStream(Stream inner, KeyGuard guard, Action<int> removed) : ReadOnlyStream(inner)
{
    private const int MinRead = 4 << 10;
    private readonly ArrayBufferWriter<byte> _clean = new();
    private byte[] _open = [];
    private int _delivered;
    private bool _isEnd;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var target = buffer.AsSpan(offset, count);
        while (Deliver(target) is var delivered)
        {
            if (delivered > 0 || _isEnd || count == 0)
            {
                return delivered;
            }

            var bytes = Room(count);
            Take(bytes, Inner.Read(bytes, _open.Length, bytes.Length - _open.Length));
        }

        return 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_delivered == _clean.WrittenCount && _open.Length == 0 && !_isEnd)
        {
            // Most often nothing is to be done, and nothing is copied.
            var read = await ReadInnerAsync(buffer, cancellationToken);
            if (read == 0 || !guard.Find(buffer.Span[..read], isEnd: false).IsAny)
            {
                _isEnd = read == 0;
                return read;
            }

            Take(buffer.Span[..read], isEnd: false);
        }

        while (true)
        {
            var delivered = Deliver(buffer.Span);
            if (delivered > 0 || _isEnd || buffer.Length == 0)
            {
                return delivered;
            }

            var bytes = Room(buffer.Length);
            Take(bytes, await ReadInnerAsync(bytes.AsMemory(_open.Length), cancellationToken));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await Inner.ReadAsync(buffer, ct);
        }
        catch (IOException e) when (GuardedHandler.Redacted(guard, e.Message) is { } clean)
        {
            throw new IOException(clean);
        }
    }

    private byte[] Room(int count)
    {
        var bytes = new byte[_open.Length + Math.Max(count, MinRead)];
        _open.CopyTo(bytes, 0);
        return bytes;
    }

    private void Take(byte[] bytes, int read) => Take(bytes.AsSpan(0, _open.Length + read), isEnd: read == 0);

    private void Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _isEnd = isEnd;
        var done = guard.Clean(bytes, isEnd, _clean, out var found);
        _open = bytes[done..].ToArray();
        if (found > 0)
        {
            removed(found);
        }
    }

    private int Deliver(Span<byte> target)
    {
        var clean = _clean.WrittenSpan[_delivered..];
        var count = Math.Min(clean.Length, target.Length);
        clean[..count].CopyTo(target);
        _delivered += count;
        if (_delivered == _clean.WrittenCount)
        {
            _clean.ResetWrittenCount();
            _delivered = 0;
        }

        return count;
    }
}
