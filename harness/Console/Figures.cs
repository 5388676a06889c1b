using System.Globalization;
using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Harness.Console;

/// <summary>Numbers as people read them: no more digits than their intervals support.</summary>
internal static class Figures
{
    public const string Unknown = "n/a";

    public static string Rate(Estimate? rate) => rate is null ? Unknown
        : string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Value:0.0}% [{100 * rate.Low:0.0}–{100 * rate.High:0.0}]");

    public static string Percent(double? share) => share is null ? Unknown : string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0}%");

    public static string Milliseconds(double? value) => value switch
    {
        null => Unknown,
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms"),
        < 100_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0} s"),
    };

    /// <summary>"1 task", "2 tasks".</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Three significant digits.</summary>
    public static string Usd(decimal? value)
    {
        if (value is not { } usd)
        {
            return Unknown;
        }

        if (usd == 0)
        {
            return "$0";
        }

        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10((double)Math.Abs(usd))), 2, 12);
        return "$" + Math.Round(usd, digits).ToString("0." + new string('0', 2) + new string('#', digits - 2), CultureInfo.InvariantCulture);
    }

    public static string Usd(Estimate? value) => value is null ? Unknown : Usd((decimal)value.Value);

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    /// <summary>A difference of rates in percentage points.</summary>
    public static string Points(double difference) => string.Create(CultureInfo.InvariantCulture, $"{100 * difference:0.0} points");

    public static string Range(TimeSpan low, TimeSpan high) => Range(Duration(low), Duration(high));

    public static string Range(decimal lowUsd, decimal highUsd) => Range(Usd(lowUsd), Usd(highUsd));

    /// <summary>Two significant digits: a forecast has no more.</summary>
    public static string CountRange(double low, double high) => Range(Rounded(low), Rounded(high));

    private static string Range(string low, string high) => low == high ? low : $"{low} to {high}";

    private static string Rounded(double count)
    {
        var unit = count < 100 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(count)) - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(count / unit) * unit:N0}");
    }
}
