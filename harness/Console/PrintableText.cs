using System.Buffers;
using System.Globalization;
using System.Text;
using Eval.Datasets;
using Eval.Results.Formatting;

namespace Eval.Harness.Console;

/// <summary>
/// The one rule for foreign text wherever a person may look at it: what would move the cursor, turn text round or begin a line that nobody
/// wrote is replaced by a mark.
/// </summary>
internal static class PrintableText
{
    private const char Mark = '\uFFFD';
    private const char LineEnd = '⏎';

    /// <summary>
    /// The first bytes of what is hidden: DEL, C1 and soft hyphen, the Arabic mark, general punctuation, the byte order mark.
    /// </summary>
    private static readonly SearchValues<byte> Suspects = SearchValues.Create([0x7f, 0xc2, 0xd8, 0xe2, 0xef]);

    /// <summary>Returns a text of several lines.</summary>
    public static string Lines(string text) =>
        text.Any(letter => letter is not '\n' && VisibleText.IsHidden(letter))
            ? string.Concat(TextLines.Unified(text).Select(letter => letter is not '\n' && VisibleText.IsHidden(letter) ? Mark : letter))
            : text;

    /// <summary>Returns a text as one line.</summary>
    public static string Line(string text) => Lines(TextLines.Unified(text)).Replace('\n', LineEnd);

    /// <summary>Writes JSON with what is hidden in it escaped; it can be hidden in texts alone, so that the JSON says the same.</summary>
    public static void WriteJson(ReadOnlySpan<byte> json, IBufferWriter<byte> target)
    {
        while (json.IndexOfAny(Suspects) is >= 0 and var at)
        {
            target.Write(json[..at]);
            json = json[at..];
            var status = Rune.DecodeFromUtf8(json, out var rune, out var length);
            if (status == OperationStatus.Done && rune.IsBmp && VisibleText.IsHidden((char)rune.Value))
            {
                target.Write(Encoding.ASCII.GetBytes($"\\u{rune.Value.ToString("x4", CultureInfo.InvariantCulture)}"));
            }
            else
            {
                target.Write(json[..length]);
            }

            json = json[length..];
        }

        target.Write(json);
    }
}
