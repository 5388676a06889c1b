using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>Reads a list of texts that stands in a text: as JSON, or as Python and NumPy show a list.</summary>
internal static class TextList
{
    private const string NumPyArray = "array(";

    /// <summary>Returns the texts; null where the text is no such list.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text) is { } items && !items.Contains(null) ? items : null;
        }
        catch (JsonException)
        {
            return ParsePython(text.Trim());
        }
    }

    private static List<string>? ParsePython(string text)
    {
        if (text.StartsWith(NumPyArray, StringComparison.Ordinal) && text.LastIndexOf(']') is var close and > 0)
        {
            text = text[NumPyArray.Length..(close + 1)].TrimStart();
        }

        if (text is not (['[', .., ']'] or ['(', .., ')'] or ['{', .., '}']))
        {
            return null;
        }

        var items = new List<string>();
        var at = 1;
        while (true)
        {
            // NumPy puts no commas between the items.
            while (at < text.Length - 1 && (char.IsWhiteSpace(text[at]) || text[at] == ','))
            {
                at++;
            }

            if (at == text.Length - 1)
            {
                return items;
            }

            if (ReadString(text, ref at) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }
    }

    private static string? ReadString(string text, ref int at)
    {
        if (text[at] is 'u' or 'U')
        {
            at++;
        }

        if (text[at] is not (('\'' or '"') and var quote))
        {
            return null;
        }

        var value = new StringBuilder();
        for (at++; at < text.Length - 1; at++)
        {
            if (text[at] == quote)
            {
                at++;
                return value.ToString();
            }

            if (text[at] != '\\')
            {
                value.Append(text[at]);
            }
            else if (!ReadEscape(text, ref at, value))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Reads what a backslash begins; <paramref name="at"/> is left on its last character.</summary>
    private static bool ReadEscape(string text, ref int at, StringBuilder value)
    {
        if (++at >= text.Length - 1)
        {
            return false;
        }

        var digits = text[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            var end = at + 1 + digits;
            if (end > text.Length
                || !int.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code is < 0 or > 0x10ffff)
            {
                return false;
            }

            value.Append(code is >= 0xd800 and < 0xe000 ? "\uFFFD" : char.ConvertFromUtf32(code));
            at = end - 1;
            return true;
        }

        if (text[at] is >= '0' and <= '7')
        {
            var code = 0;
            var end = at;
            while (end < Math.Min(at + 3, text.Length) && text[end] is >= '0' and <= '7')
            {
                code = (code * 8) + text[end++] - '0';
            }

            value.Append((char)code);
            at = end - 1;
            return true;
        }

        value.Append(text[at] switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            '\n' => "",
            '\\' or '\'' or '"' => $"{text[at]}",
            // Python leaves a backslash that escapes nothing as it is.
            _ => $"\\{text[at]}",
        });
        return true;
    }
}
