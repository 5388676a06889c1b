using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Reads a path that git put between quotes because of what is in it: quotes, control characters, or letters beyond ASCII.
/// </summary>
internal static partial class QuotedPath
{
    /// <summary>What stands behind a backslash for the bytes from 7 on.</summary>
    private const string Escapes = "abtnvfr";

    /// <summary>Returns the path; as it is where it is not quoted.</summary>
    public static string Read(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return text;
        }

        var bytes = Parts().Matches(text[1..^1]).SelectMany(part => BytesOf(part.Value)).ToArray();
        return Encoding.UTF8.GetString(bytes);
    }

    private static byte[] BytesOf(string part) => part switch
    {
        ['\\', >= '0' and <= '3', ..] and { Length: 4 } => [Convert.ToByte(part[1..], 8)],
        ['\\', var letter] when Escapes.IndexOf(letter, StringComparison.Ordinal) is var at and >= 0 => [(byte)('\a' + at)],
        ['\\', ..] => Encoding.UTF8.GetBytes(part[1..]),
        _ => Encoding.UTF8.GetBytes(part),
    };

    [GeneratedRegex(@"[^\\]+|\\[0-3][0-7]{2}|\\.|\\", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
