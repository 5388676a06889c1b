using System.Globalization;
using System.Text;

namespace Eval.Reports.Exports;

/// <summary>
/// Writes values as C#. Texts come from data sets and settings: whatever is no plain letter is escaped, so that none of them ends its
/// literal.
/// </summary>
internal static class CSharpLiteral
{
    private const string Plain = " -_./:+";

    public static string From(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
            {
                literal.Append(character);
            }
            else
            {
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return literal.Append('"').ToString();
    }

    public static string FromOptional(string? text) => text is null ? "null" : From(text);

    public static string From(double number) => number.ToString("R", CultureInfo.InvariantCulture) + "d";

    public static string From(bool truth) => truth ? "true" : "false";

    public static string From(TimeSpan time) => $"TimeSpan.FromMilliseconds({From(time.TotalMilliseconds)})";
}
