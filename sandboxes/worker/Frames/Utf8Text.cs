namespace Eval.Sandboxes.Worker.Frames;

/// <summary>
/// Text as UTF-8. The framework's own way is for long texts: it loads a family of vector types first, which takes a millisecond of every
/// start.
/// </summary>
internal static class Utf8Text
{
    private const int MaxBytesPerUnit = 3;

    /// <summary>Returns the bytes; half a surrogate pair becomes the sign for what cannot be written.</summary>
    public static byte[] Bytes(string text)
    {
        var bytes = new byte[checked(text.Length * MaxBytesPerUnit)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int code = text[i];
            if (char.IsSurrogate(text[i]))
            {
                code = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])
                    ? char.ConvertToUtf32(text[i], text[++i]) : '\uFFFD';
            }

            length = Write(bytes, length, code);
        }

        Array.Resize(ref bytes, length);
        return bytes;
    }

    private static int Write(byte[] bytes, int at, int code)
    {
        switch (code)
        {
            case < 0x80:
                bytes[at++] = (byte)code;
                return at;
            case < 0x800:
                bytes[at++] = (byte)(0xC0 | (code >> 6));
                break;
            case < 0x10000:
                bytes[at++] = (byte)(0xE0 | (code >> 12));
                bytes[at++] = (byte)(0x80 | ((code >> 6) & 0x3F));
                break;
            default:
                bytes[at++] = (byte)(0xF0 | (code >> 18));
                bytes[at++] = (byte)(0x80 | ((code >> 12) & 0x3F));
                bytes[at++] = (byte)(0x80 | ((code >> 6) & 0x3F));
                break;
        }

        bytes[at++] = (byte)(0x80 | (code & 0x3F));
        return at;
    }
}
