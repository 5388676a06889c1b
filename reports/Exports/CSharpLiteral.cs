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

    public static string Of(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
                literal.Append(character);
            else
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return literal.Append('"').ToString();
    }

    public static string OfOptional(string? text) => text is null ? "null" : Of(text);

    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture) + "d";

    public static string Of(bool truth) => truth ? "true" : "false";

    public static string Of(TimeSpan time) => $"TimeSpan.FromMilliseconds({Of(time.TotalMilliseconds)})";
}
