using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// The lines of a text, as all of the program reads them. A line ends with a line feed, with a carriage return before it or without; form
/// feeds, U+0085, U+2028 and their like stand within a line, where sources and patches hold them.
/// </summary>
public static partial class TextLines
{
    /// <summary>The line end of Windows.</summary>
    public const string Windows = "\r\n";

    private const int BufferChars = 1 << 14;

    /// <summary>Returns the lines with their ends, which together are the text. Only the last may have none.</summary>
    public static IEnumerable<string> Read(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            yield return end < 0 ? text[start..] : text[start..(end + 1)];
            start = end < 0 ? text.Length : end + 1;
        }
    }

    /// <summary>Returns the lines without their ends; behind a last line end stands one more, which is empty.</summary>
    public static string[] Split(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            lines[i] = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
        }

        return lines;
    }

    /// <summary>Reads lines without their ends, one after another.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader reader, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new char[BufferChars];
        var rest = new StringBuilder();
        while (await reader.ReadAsync(buffer, ct) is > 0 and var count)
        {
            for (var start = 0; start < count;)
            {
                var end = Array.IndexOf(buffer, '\n', start, count - start);
                var next = end < 0 ? count : end + 1;
                rest.Append(buffer, start, next - start);
                start = next;
                if (end >= 0)
                {
                    yield return Bare(rest.ToString());
                    rest.Clear();
                }
            }
        }

        if (rest.Length > 0)
        {
            yield return rest.ToString();
        }
    }

    /// <summary>Returns a line without its end.</summary>
    public static string Bare(string line) => line[..^EndOf(line).Length];

    /// <summary>Returns the end of a line; empty where the text ends without one.</summary>
    public static string EndOf(string line) => line.EndsWith(Windows, StringComparison.Ordinal) ? Windows : line.EndsWith('\n') ? "\n" : "";

    /// <summary>Returns a text all of whose lines end with a line feed alone.</summary>
    public static string Unified(string text) => text.Replace(Windows, "\n", StringComparison.Ordinal);

    /// <summary>Returns a text to be shown on one line: whatever any program takes for the end of a line is a blank.</summary>
    public static string OnOneLine(string text) => AnyEnd().Replace(text, " ");

    [GeneratedRegex(@"\r\n|[\n\v\f\r\u0085\u2028\u2029]")]
    private static partial Regex AnyEnd();
}
