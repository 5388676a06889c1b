using System.Buffers;

namespace Eval.Harness.Serving;

/// <summary>
/// Keeps the last lines of a stream that is passed on: in them stand its end and its tokens, and nothing before has to be looked at while
/// it flows.
/// </summary>
internal sealed class StreamTail : IDisposable
{
    /// <summary>What is kept at least, where there was as much.</summary>
    private const int Size = 8 << 10;

    /// <summary>Longer lines are cut.</summary>
    private const int MaxBytes = 2 << 20;

    private byte[] _kept = ArrayPool<byte>.Shared.Rent(2 * Size);
    private int _count;
    private bool _isCut;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            _isCut = true;
            bytes = bytes[^MaxBytes..];
        }

        if (_count + bytes.Length > _kept.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_kept.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Reads the events at the end.</summary>
    public ReplyEvents Read()
    {
        // What is passed on has begun.
        var events = new ReplyEvents(hasContent: true);
        ReadOnlySpan<byte> bytes = _kept.AsSpan(0, _count);

        // What was cut begins within a line.
        events.Read(_isCut ? bytes[(bytes.IndexOf((byte)'\n') + 1)..] : bytes, isEnd: true);
        return events;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_kept);

    /// <summary>Drops whole lines from the front; where the open line is the longest so far, it gets more room.</summary>
    private void MakeRoom(int bytes)
    {
        var older = _kept.AsSpan(0, Math.Max(0, _count - Size));
        Drop(older.LastIndexOf((byte)'\n') + 1);
        if (_count + bytes <= _kept.Length)
        {
            return;
        }

        if (_count + bytes > MaxBytes)
        {
            _isCut = true;
            Drop(_count + bytes - MaxBytes);
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + bytes, Math.Min(MaxBytes, 2 * _kept.Length)));
        _kept.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_kept);
        _kept = larger;
    }

    private void Drop(int bytes)
    {
        _kept.AsSpan(bytes, _count - bytes).CopyTo(_kept);
        _count -= bytes;
    }
}
