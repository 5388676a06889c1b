using System.Buffers.Binary;

namespace Eval.Sandboxes.Roslyn;

/// <summary>A message between the host and one of its programs: length, 16 bytes that only the two know, a kind and a body.</summary>
internal static class Frame
{
    public const int NonceLength = 16;
    private const int HeaderLength = sizeof(int) + NonceLength + 1;

    public static byte[] Write(ReadOnlySpan<byte> nonce, byte kind, ReadOnlySpan<byte> body)
    {
        var frame = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, NonceLength + 1 + body.Length);
        nonce.CopyTo(frame.AsSpan(sizeof(int)));
        frame[sizeof(int) + NonceLength] = kind;
        body.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>Reads a frame; null when the stream ends or what comes is no frame of at most <paramref name="maxBytes"/>.</summary>
    public static async ValueTask<(byte[] Nonce, byte Kind, byte[] Body)?> ReadAsync(Stream stream, int maxBytes, CancellationToken ct)
    {
        var header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, ct).ConfigureAwait(false) < HeaderLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header) - NonceLength - 1;
        if (length < 0 || length > maxBytes)
        {
            return null;
        }

        var body = new byte[length];
        return await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, ct).ConfigureAwait(false) < length
            ? null
            : (header[sizeof(int)..(sizeof(int) + NonceLength)], header[^1], body);
    }
}
