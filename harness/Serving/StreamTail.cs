using System.Buffers;

namespace Eval.Harness.Serving;

/// <summary>
/// Keeps the last bytes of a stream that is passed on: in them stand its end and its tokens, and nothing before has to be looked at while it flows.
/// </summary>
internal sealed class StreamTail : IDisposable
{
    private const int Size = 8 << 10;
    private readonly byte[] _kept = ArrayPool<byte>.Shared.Rent(2 * Size);
    private int _count;
    private bool _isCut;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Size)
        {
            _isCut |= _count > 0 || bytes.Length > Size;
            bytes[^Size..].CopyTo(_kept);
            _count = Size;
            return;
        }

        if (_count + bytes.Length > 2 * Size)
        {
            _kept.AsSpan(_count - Size, Size).CopyTo(_kept);
            _count = Size;
            _isCut = true;
        }

        bytes.CopyTo(_kept.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Reads the events at the end.</summary>
    public ReplyEvents Read()
    {
        var events = new ReplyEvents();
        ReadOnlySpan<byte> bytes = _kept.AsSpan(0, _count);

        // What was cut begins within a line.
        events.Read(_isCut ? bytes[(bytes.IndexOf((byte)'\n') + 1)..] : bytes, isEnd: true);
        return events;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_kept);
}
