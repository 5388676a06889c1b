using System.Runtime.CompilerServices;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>A stream whose first bytes have been looked at and are still to be read.</summary>
internal sealed class PeekedStream : ReadOnlyStream
{
    /// <summary>Enough to tell any kind of body from the others.</summary>
    public const int Enough = 4;

    /// <summary>Some endpoints send blanks while they work.</summary>
    private const int MaxBytes = 4096;

    /// <summary>
    /// Most often a first event fits; it is given back once it has been read, because a thousand streams are open at once.
    /// </summary>
    private byte[] _start = new byte[512];
    private int _count;
    private int _read;

    private PeekedStream(Stream inner)
        : base(inner)
    {
    }

    /// <summary>The bytes that have been looked at.</summary>
    public ReadOnlySpan<byte> Start => _start.AsSpan(_read, _count - _read);

    private ReadOnlySpan<byte> TrimmedStart => Start.TrimStart(" \t\r\n"u8);

    /// <summary>Waits for some bytes besides blanks, or for the end.</summary>
    public static async Task<PeekedStream> OpenAsync(Stream inner, CancellationToken ct)
    {
        var peeked = new PeekedStream(inner);
        while (peeked.TrimmedStart is { Length: < Enough } trimmed)
        {
            if (peeked._count == MaxBytes)
            {
                // Blanks in front of an answer say nothing.
                trimmed.CopyTo(peeked._start);
                peeked._count = trimmed.Length;
            }
            else if (peeked._count == peeked._start.Length)
            {
                peeked._start = [.. peeked._start, .. new byte[MaxBytes - peeked._count]];
            }

            var count = await inner.ReadAsync(peeked._start.AsMemory(peeked._count), ct);
            if (count == 0)
            {
                break;
            }

            peeked._count += count;
        }

        // No parser wants the mark of the byte order.
        peeked._read = peeked.Start.StartsWith("\uFEFF"u8) ? 3 : 0;
        return peeked;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        TakeStart(buffer.AsSpan(offset, count)) is > 0 and var taken ? taken : Inner.Read(buffer, offset, count);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TakeStart(buffer.Span) is > 0 and var taken ? taken : await Inner.ReadAsync(buffer, cancellationToken);

    private int TakeStart(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _count - _read);
        if (taken == 0)
        {
            return 0;
        }

        _start.AsSpan(_read, taken).CopyTo(buffer);
        _read += taken;
        if (_read == _count)
        {
            (_start, _read, _count) = ([], 0, 0);
        }

        return taken;
    }
}
