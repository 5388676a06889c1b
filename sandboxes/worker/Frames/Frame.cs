namespace Eval.Sandboxes.Worker.Frames;

/// <summary>A message between the host and one of its programs: length, 16 bytes that only the two know, a kind and a body.</summary>
internal sealed record Frame(byte[] Nonce, byte Kind, byte[] Body)
{
    public const int NonceLength = 16;
    private const int HeaderLength = sizeof(int) + NonceLength + 1;

    public static byte[] Write(ReadOnlySpan<byte> nonce, byte kind, ReadOnlySpan<byte> body)
    {
        var frame = new byte[HeaderLength + body.Length];
        // Both programs run on one machine. Spans are made here without the library of extensions, which a worker need not load.
        BitConverter.TryWriteBytes(frame, NonceLength + 1 + body.Length);
        nonce.CopyTo(new Span<byte>(frame, sizeof(int), NonceLength));
        frame[sizeof(int) + NonceLength] = kind;
        body.CopyTo(new Span<byte>(frame, HeaderLength, body.Length));
        return frame;
    }

    /// <summary>Reads a frame; null when the stream ends or what comes is no frame of at most <paramref name="maxBytes"/>.</summary>
    public static async Task<Frame?> ReadAsync(Stream stream, int maxBytes, CancellationToken ct)
    {
        var header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, ct) < HeaderLength
            || NewBody(header, maxBytes) is not { } body)
        {
            return null;
        }

        return await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct) < body.Length ? null : Parse(header, body);
    }

    /// <summary>
    /// Reads a frame as <see cref="ReadAsync"/> does, on this thread: a worker waits for one, and need not load what asynchronous code
    /// takes.
    /// </summary>
    public static Frame? Read(Stream stream, int maxBytes)
    {
        var header = new byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || NewBody(header, maxBytes) is not { } body)
        {
            return null;
        }

        return stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length ? null : Parse(header, body);
    }

    private static byte[]? NewBody(byte[] header, int maxBytes)
    {
        var length = BitConverter.ToInt32(header, 0) - NonceLength - 1;
        return length < 0 || length > maxBytes ? null : new byte[length];
    }

    private static Frame Parse(byte[] header, byte[] body) => new(header[sizeof(int)..(sizeof(int) + NonceLength)], header[^1], body);
}
