using System.Globalization;
using System.Text;

namespace Eval.Reports.Exports;

/// <summary>
/// Texts of models, classes and runs as they may stand in a comment: on one line and without characters that another program or a terminal
/// could take for more than a letter. They come from data sets and settings, so they may be anything.
/// </summary>
internal static class PrintableAscii
{
    /// <summary>Returns the text with everything else written as <c>\uXXXX</c>.</summary>
    public static string From(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var character in text.Replace("→", "->", StringComparison.Ordinal).Replace("≥", ">=", StringComparison.Ordinal)
            .Replace("≤", "<=", StringComparison.Ordinal))
        {
            if (Is(character))
            {
                ascii.Append(character);
            }
            else
            {
                ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return ascii.ToString();
    }

    /// <summary>Returns whether the text needs no escape.</summary>
    public static bool Is(string text) => text.All(Is);

    private static bool Is(char character) => character is >= ' ' and <= '~';
}
