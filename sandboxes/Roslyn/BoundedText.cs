using System.Text;

namespace Eval.Sandboxes.Roslyn;

/// <summary>Keeps the beginning of what a program prints, and knows when it was too much.</summary>
internal sealed class BoundedText(int keepBytes, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly byte[] _kept = new byte[keepBytes];
    private int _length;
    private long _total;

    public bool IsExceeded { get; private set; }

    /// <summary>Reads to the end; calls <paramref name="exceeded"/> once when more came than allowed, and goes on reading so that nothing blocks.</summary>
    public async Task ReadAsync(Stream stream, Action exceeded)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                if (Add(buffer.AsSpan(0, count)))
                {
                    exceeded();
                }
            }
        }
        catch (IOException)
        {
            // The program is gone.
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return Encoding.UTF8.GetString(_kept, 0, _length);
        }
    }

    private bool Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var kept = bytes[..Math.Min(bytes.Length, keepBytes - _length)];
            kept.CopyTo(_kept.AsSpan(_length));
            _length += kept.Length;
            _total += bytes.Length;
            var isFirst = _total > maxBytes && !IsExceeded;
            IsExceeded |= _total > maxBytes;
            return isFirst;
        }
    }
}
