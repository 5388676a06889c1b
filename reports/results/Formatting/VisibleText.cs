using System.Globalization;
using System.Text;

namespace Eval.Results.Formatting;

/// <summary>
/// Makes text of models and data sets safe to look at: what would be invisible or would rearrange the text around it is shown by its name.
/// Escaping for HTML is the renderer's job.
/// </summary>
public static class VisibleText
{
    /// <summary>The longest line shown.</summary>
    public const int LineLimit = 4_000;

    /// <summary>The longest text shown.</summary>
    public const int TextLimit = 48_000;

    /// <summary>Returns a name on one line, at most <paramref name="limit"/> characters.</summary>
    public static string Name(string text, int limit = 200)
    {
        var shown = From(text).Replace('\n', '⏎');
        return shown.Length <= limit ? shown
            : string.Concat(Whole(shown, 0, limit / 2), "…", Whole(shown, shown.Length - limit / 2, limit / 2));
    }

    /// <summary>Returns a text with its lines, long lines and the middle of long texts cut with a note.</summary>
    public static string From(string text)
    {
        var builder = new StringBuilder(Math.Min(text.Length, TextLimit) + 64);
        if (text.Length <= TextLimit)
        {
            Append(builder, text);
            return builder.ToString();
        }

        const int tail = TextLimit / 4;
        Append(builder, text.AsSpan(0, TextLimit - tail));
        builder.Append(CultureInfo.InvariantCulture,
            $"\n⟦… {text.Length - TextLimit:#,##0} characters cut; the whole text is in the store …⟧\n");
        Append(builder, text.AsSpan(text.Length - tail));
        return builder.ToString();
    }

    private static void Append(StringBuilder builder, ReadOnlySpan<char> text)
    {
        var lineLength = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                continue;
            }

            if (c == '\n')
            {
                builder.Append(c);
                lineLength = 0;
                continue;
            }

            if (lineLength++ == LineLimit)
            {
                var end = text[i..].IndexOf('\n');
                var skipped = end < 0 ? text.Length - i : end;
                builder.Append(CultureInfo.InvariantCulture, $" ⟦… {skipped:#,##0} characters of this line cut⟧");
                i += skipped - 1;
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendPair(builder, c, text[++i]);
                continue;
            }

            AppendOne(builder, c);
        }
    }

    private static void AppendPair(StringBuilder builder, char high, char low)
    {
        var codePoint = char.ConvertToUtf32(high, low);
        if (codePoint is >= 0xE0000 and <= 0xE0FFF)
        {
            AppendCode(builder, codePoint);
            return;
        }

        builder.Append(high).Append(low);
    }

    private static void AppendOne(StringBuilder builder, char c)
    {
        if (c < ' ' && c != '\t')
        {
            builder.Append((char)('\u2400' + c));
        }
        else if (c is '\u2028' or '\u2029')
        {
            AppendCode(builder, c);
            builder.Append('\n');
        }
        else if (IsHidden(c) || char.IsSurrogate(c) || c is '\ufffe' or '\uffff')
        {
            AppendCode(builder, c);
        }
        else
        {
            builder.Append(c);
        }
    }

    /// <summary>
    /// Returns whether a character is not seen but does something: control characters but the tab, separators of lines, direction marks and
    /// overrides, zero-width spaces, soft hyphen, byte order mark.
    /// </summary>
    public static bool IsHidden(char c) =>
        (char.IsControl(c) && c != '\t')
        || c is '\u2028' or '\u2029' or '\u00ad' or '\u061c' or '\u200b' or '\u200e' or '\u200f' or '\ufeff'
        or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or (>= '\ufff9' and <= '\ufffb');

    private static void AppendCode(StringBuilder builder, int codePoint) =>
        builder.Append(CultureInfo.InvariantCulture, $"⟦U+{codePoint:X4}⟧");

    // Never begins or ends inside a surrogate pair.
    private static string Whole(string text, int start, int length)
    {
        if (start > 0 && char.IsLowSurrogate(text[start]))
        {
            start++;
            length--;
        }

        return char.IsHighSurrogate(text[start + length - 1]) ? text.Substring(start, length - 1) : text.Substring(start, length);
    }
}
