using System.Runtime.CompilerServices;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>
/// A response's body that ends with an error where it gets longer than any reply, or holds a line that does: a reader keeps a line whole.
/// </summary>
/// <param name="inner">The body.</param>
/// <param name="alive">Told whenever bytes arrive, whatever they are; null where nobody waits for that.</param>
internal sealed class BoundedBody(Stream inner, Action? alive = null) : ReadOnlyStream(inner)
{
    public const int MaxLineBytes = 32 << 20;
    public const long MaxBytes = 256L << 20;
    private long _read;
    private long _lineStart;

    public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, Inner.Read(buffer, offset, count)));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await Inner.ReadAsync(buffer, cancellationToken);
            return Take(buffer.Span[..count]);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdSharp.ZstdException)
        {
            throw new IOException("what it sent cannot be unpacked", e);
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            alive?.Invoke();
        }

        var lineEnd = bytes.LastIndexOf((byte)'\n');
        _lineStart = lineEnd < 0 ? _lineStart : _read + lineEnd + 1;
        _read += bytes.Length;
        return _read > MaxBytes || _read - _lineStart > MaxLineBytes
            ? throw new IOException(
                $"it sent more than {(_read > MaxBytes ? MaxBytes : MaxLineBytes) >> 20} MiB{(_read > MaxBytes ? "" : " in one line")}")
            : bytes.Length;
    }
}
