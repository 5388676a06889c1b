using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>Reads JSON texts as endpoints send them.</summary>
internal static class JsonText
{
    /// <summary>
    /// Returns the text of a JSON string. Some endpoints cut replies between the two halves of a character beyond the basic plane and
    /// escape each half in an event of its own, which the library refuses; joined, the halves are whole again.
    /// </summary>
    public static string From(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescape(text.GetRawText().AsSpan(1..^1));
        }
    }

    /// <summary>Whether an element is a certain string; none is made to find out.</summary>
    public static bool Is(JsonElement element, string text)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.ValueEquals(text);
        }
        catch (InvalidOperationException)
        {
            // It holds half a character.
            return false;
        }
    }

    /// <summary>Replaces halves of characters that stayed alone: no file could hold them.</summary>
    public static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
            }
            else if (raw[++i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var letter => letter });
            }
        }

        return text.ToString();
    }
}
