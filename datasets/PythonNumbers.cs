using System.Buffers;

namespace Eval.Datasets;

/// <summary>
/// Python writes infinite numbers and those that are none into JSON, which knows neither; they are carried as numbers nobody writes.
/// </summary>
internal static class PythonNumbers
{
    private static readonly (byte[] Python, byte[] Json)[] Words =
    [
        // A number so large that every reader takes it for infinite.
        ("Infinity"u8.ToArray(), "1e999"u8.ToArray()),
        ("NaN"u8.ToArray(), "-0e999"u8.ToArray()),
    ];

    /// <summary>Returns whether a number's text stands for Python's NaN.</summary>
    public static bool IsNaN(string number) => number == "-0e999";

    /// <summary>Returns JSON in which the words outside of strings are replaced by numbers.</summary>
    public static ReadOnlyMemory<byte> AsJson(ReadOnlyMemory<byte> text) =>
        Words.Any(word => text.Span.IndexOf(word.Python) >= 0) ? Replace(text.Span, Words) : text;

    /// <summary>Returns JSON as Python reads and writes it, with the words where they stood.</summary>
    public static ReadOnlyMemory<byte> AsPython(ReadOnlyMemory<byte> json) =>
        Words.Any(word => json.Span.IndexOf(word.Json) >= 0)
            ? Replace(json.Span, [.. Words.Select(word => (word.Json, word.Python))])
            : json;

    private static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> text, IReadOnlyList<(byte[] From, byte[] To)> words)
    {
        var result = new ArrayBufferWriter<byte>(text.Length + 64);
        var nesting = new JsonNesting();
        var kept = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!nesting.InString)
            {
                foreach (var (from, to) in words)
                {
                    if (text[i..].StartsWith(from))
                    {
                        result.Write(text[kept..i]);
                        result.Write(to);
                        i += from.Length - 1;
                        kept = i + 1;
                        break;
                    }
                }
            }

            if (i >= kept)
            {
                nesting.Add(text[i]);
            }
        }

        result.Write(text[kept..]);
        return result.WrittenMemory;
    }
}
