using System.Globalization;
using System.Text;

namespace Eval.Reports.Csv;

/// <summary>Formats values for tables: invariant culture, points as decimal marks, nothing for what is unknown.</summary>
internal static class CsvCells
{
    // Characters a spreadsheet takes for the start of a formula, in both widths.
    private const string Triggers = "=+-@\t\r＝＋－＠";

    // Every digit a decimal can hold, without the zeros at its end.
    private const string AllDigits = "0.############################";

    private const string MayStandBefore = " \"'\n\u00a0\ufeff";

    public static string Milliseconds(TimeSpan? value) => Milliseconds(value?.TotalMilliseconds);

    public static string Milliseconds(double? value) => Format(value, "0.###");

    public static string Rate(double? value) => Format(value, "0.######");

    public static string Number(double? value) => Format(value, "0.############");

    /// <summary>Returns a probability; a tiny one is not written as 0.</summary>
    public static string Probability(double? value) => Format(value, "G6");

    public static string Number(long? value) => value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "";

    public static string Money(decimal? value) => value is { } amount ? amount.ToString(AllDigits, CultureInfo.InvariantCulture) : "";

    public static string Flag(bool value) => value ? "true" : "false";

    /// <summary>
    /// Returns text that no spreadsheet executes: an apostrophe goes before whatever may be read as a formula, and control characters
    /// other than tab and line ends become their visible pictures.
    /// </summary>
    public static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";

        var visible = value.Any(char.IsControl) ? Visible(value) : value;
        var first = visible.AsSpan().TrimStart(MayStandBefore);
        return first.IsEmpty || !Triggers.Contains(first[0], StringComparison.Ordinal) ? visible : "'" + visible;
    }

    private static string Format(double? value, string format) => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "";

    private static string Visible(string value)
    {
        const int Pictures = 0x2400;
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '\t' or '\n' or '\r' => c,
                < ' ' => (char)(Pictures + c),
                '\u007f' => '\u2421',
                _ when char.IsControl(c) => '\ufffd',
                _ => c,
            });
        }

        return text.ToString();
    }
}
