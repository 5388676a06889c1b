using System.Globalization;
using System.Text;

namespace Eval.Results.Formatting;

/// <summary>Formats values for tables: invariant culture, points as decimal marks, nothing for what is unknown.</summary>
internal static class CsvCells
{
    // Characters a spreadsheet takes for the start of a formula, in both widths.
    private const string Triggers = "=+-@\t\r＝＋－＠";

    // Every digit a decimal can hold, without the zeros at its end.
    private const string AllDigits = "0.############################";

    private const string MayStandBefore = " \"'\n\u00a0\ufeff";

    // Where lists are separated by semicolons a spreadsheet does not see our quotes: it cuts cells at these, and the rest is a cell too.
    private const string Separators = ";\t\r\n";

    private const char Apostrophe = '\'';

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
    /// Returns text that no spreadsheet executes, in whatever country: an apostrophe goes before whatever may be read as a formula, at the
    /// beginning and wherever another cell may begin, and control characters other than tab and line ends become their visible pictures.
    /// </summary>
    public static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var visible = value.Any(char.IsControl) ? Visible(value) : value;
        var text = new StringBuilder(visible.Length + 1);
        for (var i = 0; i < visible.Length; i++)
        {
            if (BeginsCell(visible, i) && IsFormula(visible.AsSpan(i)))
            {
                text.Append(Apostrophe);
            }

            text.Append(visible[i]);
        }

        return text.ToString();
    }

    /// <summary>Returns the text that <see cref="Text"/> was made of, control characters aside.</summary>
    public static string Plain(string cell)
    {
        var text = new StringBuilder(cell.Length);
        for (var i = 0; i < cell.Length; i++)
        {
            var isAdded = cell[i] == Apostrophe && BeginsCell(cell, i) && IsFormula(cell.AsSpan(i + 1));
            text.Append(isAdded ? "" : cell[i]);
        }

        return text.ToString();
    }

    private static bool BeginsCell(string text, int index) =>
        index == 0 || (Separators.Contains(text[index - 1], StringComparison.Ordinal)
            && (text[index - 1], text[index]) is not ('\r', '\n'));

    private static bool IsFormula(ReadOnlySpan<char> text) =>
        text.TrimStart(MayStandBefore) is { IsEmpty: false } first && Triggers.Contains(first[0], StringComparison.Ordinal);

    private static string Format(double? value, string format) =>
        value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "";

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
