using System.Globalization;
using Eval.Results.Statistics;

namespace Eval.Results.Formatting;

/// <summary>Writes numbers for people: no more digits than they carry, invariant culture, never a 0 for something unknown.</summary>
internal static class Figures
{
    public const string Unknown = "n/a";

    private const double MinuteMs = 60_000;

    /// <summary>A rate of 0–1 as percent with one decimal; 100 % and 0 % only when exact.</summary>
    public static string Percent(double rate)
    {
        var text = (rate * 100).ToString("0.0", CultureInfo.InvariantCulture);
        return (text, rate) switch
        {
            ("100.0", < 1) => ">99.9%",
            ("0.0", > 0) => "<0.1%",
            ("100.0", _) => "100%",
            ("0.0" or "-0.0", _) => "0%",
            _ => text + "%",
        };
    }

    public static string Percent(Estimate? estimate) => estimate is null ? Unknown : Percent(estimate.Value);

    /// <summary>The interval of a rate, for instance <c>61.0–79.8%</c>.</summary>
    public static string PercentRange(Estimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, estimate.Low) * 100:0.0}–{Math.Min(1, estimate.High) * 100:0.0}%");

    /// <summary>Three significant digits, never in exponents.</summary>
    public static string Usd(double value) => "$" + Significant(value);

    public static string Usd(decimal? value) => value is { } v ? Usd((double)v) : Unknown;

    public static string Usd(Estimate? estimate) => estimate is null ? Unknown : Usd(estimate.Value);

    public static string UsdRange(Estimate estimate) => Range(estimate, Usd);

    /// <summary>Milliseconds as ms, s or min, three significant digits.</summary>
    public static string Duration(double milliseconds) => Math.Abs(milliseconds) switch
    {
        < 999.5 => Significant(milliseconds) + " ms",
        < MinuteMs => Significant(milliseconds / 1000) + " s",
        _ => Significant(milliseconds / MinuteMs) + " min",
    };

    public static string Duration(Estimate? estimate) => estimate is null ? Unknown : Duration(estimate.Value);

    public static string DurationRange(Estimate estimate) => Range(estimate, Duration);

    /// <summary>A round value at an axis, without the zeros that would claim precision.</summary>
    public static string DurationTick(double milliseconds)
    {
        var text = Duration(milliseconds);
        var unit = text.LastIndexOf(' ');
        return WithoutTrailingZeros(text[..unit]) + text[unit..];
    }

    /// <inheritdoc cref="DurationTick"/>
    public static string UsdTick(double value) => WithoutTrailingZeros(Usd(value));

    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Rounds to three significant digits and writes them without an exponent.</summary>
    public static string Significant(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value == 0 ? "0" : Unknown;
        }

        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (magnitude >= 2)
        {
            return Math.Round(value).ToString("#,##0", CultureInfo.InvariantCulture);
        }

        var decimals = Math.Min(2 - magnitude, 15);
        if (decimals > 0 && Math.Abs(Math.Round(value, decimals)) >= Math.Pow(10, magnitude + 1))
        {
            decimals--;
        }

        return Math.Round(value, decimals).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string WithoutTrailingZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    // The unit is written once when both ends share it: 731–878 ms, $0.0012–0.0015.
    private static string Range(Estimate estimate, Func<double, string> write)
    {
        switch (double.IsFinite(estimate.Low), double.IsFinite(estimate.High))
        {
            case (false, false):
                return "too few for an interval";
            case (true, false):
                return $"at least {write(estimate.Low)}";
            case (false, true):
                return $"at most {write(estimate.High)}";
        }

        var (low, high) = (write(estimate.Low), write(estimate.High));
        if (low.StartsWith('$') && high.StartsWith('$'))
        {
            return $"{low}–{high[1..]}";
        }

        var unit = low.LastIndexOf(' ');
        return unit > 0 && high.EndsWith(low[unit..], StringComparison.Ordinal) ? $"{low[..unit]}–{high}" : $"{low} – {high}";
    }
}
