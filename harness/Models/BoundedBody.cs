namespace Eval.Harness.Models;

/// <summary>A response's body that ends with an error where it gets longer than any reply, or holds a line that does: a reader keeps a line whole.</summary>
internal sealed class BoundedBody(Stream inner) : Stream
{
    public const int MostLineBytes = 32 << 20;
    public const long MostBytes = 256L << 20;
    private long _read;
    private long _lineStart;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        return Take(buffer.Span[..count]);
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var lineEnd = bytes.LastIndexOf((byte)'\n');
        _lineStart = lineEnd < 0 ? _lineStart : _read + lineEnd + 1;
        _read += bytes.Length;
        return _read > MostBytes || _read - _lineStart > MostLineBytes
            ? throw new IOException($"it sent more than {(_read > MostBytes ? MostBytes : MostLineBytes) >> 20} MiB{(_read > MostBytes ? "" : " in one line")}")
            : bytes.Length;
    }
}
