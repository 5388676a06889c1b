using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Eval.Results.Storage;

/// <summary>
/// Writes any .NET string as bytes and back without loss. UTF-8 where it can hold the text, UTF-16 for texts with lone surrogates;
/// compressed where that saves at least an eighth. First byte: bit 0 UTF-16, bit 1 Brotli with the plain length in the next four bytes.
/// </summary>
internal static class StoredText
{
    private const byte IsUtf16 = 1;
    private const byte IsBrotli = 2;
    private const int CompressedHeader = 5;

    /// <summary>Shorter texts gain too little from compression.</summary>
    private const int CompressFrom = 256;

    /// <summary>A larger length can only come from a damaged file and is not worth the memory.</summary>
    private const int LongestCompressed = 1 << 28;

    /// <summary>The fastest level; a larger one costs several times as much for a tenth of the size.</summary>
    private const int BrotliQuality = 1;
    private const int BrotliWindowBits = 18;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns what to bind to a text column: the string itself, or its bytes where SQLite's text would lose something.</summary>
    public static object ForColumn(string? text) =>
        text is null ? DBNull.Value : text.Contains('\0', StringComparison.Ordinal) || !IsValidUtf16(text) ? Encode(text) : text;

    /// <summary>Returns the string behind a column's value.</summary>
    public static string? FromColumn(object value) => value switch
    {
        string text => text,
        byte[] bytes => Decode(bytes),
        _ => null,
    };

    public static byte[] Encode(string text)
    {
        var utf8 = IsValidUtf16(text);
        var length = utf8 ? Strict.GetByteCount(text) : text.Length * sizeof(char);
        var plain = new byte[length + 1];
        if (utf8)
        {
            Strict.GetBytes(text, plain.AsSpan(1));
        }
        else
        {
            plain[0] = IsUtf16;
            MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(plain.AsSpan(1));
        }

        return length is < CompressFrom or > LongestCompressed ? plain : Compressed(plain) ?? plain;
    }

    /// <exception cref="RunStoreException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static string Decode(byte[] stored)
    {
        if (stored.Length == 0)
        {
            throw Damaged();
        }

        if ((stored[0] & IsBrotli) == 0)
        {
            return Text(stored[0], stored.AsSpan(1));
        }

        if (stored.Length < CompressedHeader)
        {
            throw Damaged();
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1));
        if (length is < 0 or > LongestCompressed)
        {
            throw Damaged();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(stored.AsSpan(CompressedHeader), buffer.AsSpan(0, length), out var written)
                && written == length
                ? Text(stored[0], buffer.AsSpan(0, length))
                : throw Damaged();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[]? Compressed(byte[] plain)
    {
        var length = plain.Length - 1;
        var target = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var fits = BrotliEncoder.TryCompress(
                plain.AsSpan(1), target.AsSpan(0, length - length / 8 - CompressedHeader), out var written, BrotliQuality,
                    BrotliWindowBits);
            if (!fits)
            {
                return null;
            }

            var stored = new byte[written + CompressedHeader];
            stored[0] = (byte)(plain[0] | IsBrotli);
            BinaryPrimitives.WriteInt32LittleEndian(stored.AsSpan(1), length);
            target.AsSpan(0, written).CopyTo(stored.AsSpan(CompressedHeader));
            return stored;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(target);
        }
    }

    private static string Text(byte form, ReadOnlySpan<byte> bytes) =>
        (form & IsUtf16) != 0 ? new string(MemoryMarshal.Cast<byte, char>(bytes)) : Encoding.UTF8.GetString(bytes);

    private static bool IsValidUtf16(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static RunStoreException Damaged() => new("A stored text is damaged; restore the run store from a copy.");
}
