using System.Text;

namespace Eval.Sandboxes.Processes;

/// <summary>Keeps the beginning of what a program prints; the rest is read and dropped, so that nothing waits for it.</summary>
internal sealed class BoundedText(int keepBytes)
{
    private readonly Lock _gate = new();
    private readonly byte[] _kept = new byte[keepBytes];
    private int _length;

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                Add(buffer.AsSpan(0, count));
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

    private void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var kept = bytes[..Math.Min(bytes.Length, keepBytes - _length)];
            kept.CopyTo(_kept.AsSpan(_length));
            _length += kept.Length;
        }
    }
}
