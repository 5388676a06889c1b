using System.Globalization;
using Eval.Results.Statistics;

namespace Eval.Results.Formatting;

/// <summary>
/// Writes numbers for people, everywhere alike: no more digits than they carry, invariant culture, never a 0 or 100 % that is only nearly
/// one, never a 0 for something unknown.
/// </summary>
public static class Format
{
    /// <summary>What stands for a number that nobody knows.</summary>
    public const string Unknown = "n/a";

    private const double SecondMs = 1000;
    private const double MinuteMs = 60_000;

    /// <summary>Returns a rate of 0 to 1 as percent with one decimal; 100 % and 0 % only when exact.</summary>
    public static string Percent(double rate) => Percent(rate, "0.0", 0.1);

    /// <inheritdoc cref="Percent(double)"/>
    public static string Percent(double? rate) => rate is { } known ? Percent(known) : Unknown;

    /// <inheritdoc cref="Percent(double)"/>
    public static string Percent(Estimate? estimate) => Percent(estimate?.Value);

    /// <summary>Returns a rate that is only roughly known as whole percent.</summary>
    public static string RoughPercent(double rate) => Percent(rate, "0", 1);

    /// <summary>Returns the interval of a rate, for instance <c>61.0–79.8%</c>.</summary>
    public static string PercentRange(Estimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Max(0, estimate.Low):0.0}–{100 * Math.Min(1, estimate.High):0.0}%");

    /// <summary>Returns a rate with its interval, for instance <c>71.7% [63.1–79.0%]</c>.</summary>
    public static string Rate(Estimate? rate) => rate is null ? Unknown : $"{Percent(rate)} [{PercentRange(rate)}]";

    /// <summary>Returns a difference of rates, for instance <c>5.8 points</c>.</summary>
    public static string Points(double difference) => string.Create(CultureInfo.InvariantCulture, $"{100 * difference:0.0} points");

    /// <summary>Returns a difference of rates in percentage points, always with its sign and without the word.</summary>
    public static string SignedPoints(double difference) => (100 * difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>Returns a measured amount: three significant digits, and from a dollar on its cents.</summary>
    public static string Usd(double value) => Math.Abs(value) >= 1
        ? "$" + value.ToString("#,##0.00", CultureInfo.InvariantCulture)
        : "$" + Significant(value);

    /// <summary>Returns an amount that was paid or typed: as measured ones, without the zeros that nobody would have typed.</summary>
    public static string Usd(decimal? value) => value is { } known ? WithCents(Usd((double)known)) : Unknown;

    /// <inheritdoc cref="Usd(double)"/>
    public static string Usd(Estimate? estimate) => estimate is null ? Unknown : Usd(estimate.Value);

    /// <summary>Returns the interval of an amount, for instance <c>$0.00120–0.00150</c>.</summary>
    public static string UsdRange(Estimate estimate) => Range(estimate, Usd);

    /// <summary>Returns a measured time in ms, s or min with three significant digits.</summary>
    public static string Duration(double milliseconds) => Math.Abs(milliseconds) switch
    {
        < SecondMs - 0.5 => Significant(milliseconds) + " ms",
        < MinuteMs => Significant(milliseconds / SecondMs) + " s",
        _ => Significant(milliseconds / MinuteMs) + " min",
    };

    /// <inheritdoc cref="Duration(double)"/>
    public static string Duration(double? milliseconds) => milliseconds is { } known ? Duration(known) : Unknown;

    /// <inheritdoc cref="Duration(double)"/>
    public static string Duration(Estimate? estimate) => Duration(estimate?.Value);

    /// <summary>Returns the interval of a measured time, for instance <c>731–878 ms</c>.</summary>
    public static string DurationRange(Estimate estimate) => Range(estimate, Duration);

    /// <summary>Returns how long something takes, as a clock would tell it: <c>2 h 5 min</c>, <c>3 min 20 s</c>, <c>12 s</c>.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    /// <summary>Returns an interval; the unit is written once when both ends share it.</summary>
    public static string Range(Estimate estimate, Func<double, string> write)
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

    /// <summary>Returns a round value at an axis, without the zeros that would claim precision.</summary>
    public static string DurationTick(double milliseconds)
    {
        var text = Duration(milliseconds);
        var unit = text.LastIndexOf(' ');
        return WithoutTrailingZeros(text[..unit]) + text[unit..];
    }

    /// <inheritdoc cref="DurationTick"/>
    public static string UsdTick(double value) => WithoutTrailingZeros(Usd(value));

    /// <summary>Returns a number of things.</summary>
    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Returns "1 task", "2 tasks".</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Returns what a number is multiplied by.</summary>
    public static string Times(double ratio) => Significant(ratio) + " ×";

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

    /// <summary>Returns from what to what a duration is forecast.</summary>
    public static string ClockForecast(TimeSpan low, TimeSpan high) => Between(Clock(low), Clock(high));

    /// <summary>Returns from what to what a cost is forecast.</summary>
    public static string UsdForecast(decimal lowUsd, decimal highUsd) => Between(Usd(lowUsd), Usd(highUsd));

    /// <summary>Returns from what to what a count is forecast: two significant digits, since a forecast has no more.</summary>
    public static string CountForecast(double low, double high) => Between(Rough(low), Rough(high));

    private static string Between(string low, string high) => low == high ? low : $"{low} to {high}";

    private static string Rough(double count)
    {
        var unit = count < 100 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(count)) - 1);
        return (Math.Round(count / unit) * unit).ToString("#,##0", CultureInfo.InvariantCulture);
    }

    private static string Percent(double rate, string digits, double step)
    {
        string Written(double percent) => percent.ToString(digits, CultureInfo.InvariantCulture);
        var text = Written(100 * rate);
        return rate < 1 && text == Written(100) ? $">{Written(100 - step)}%"
            : rate > 0 && text == Written(0) ? $"<{Written(step)}%"
            : text == Written(100) ? "100%"
            : text == Written(0) || text == Written(-0.0) ? "0%"
            : text + "%";
    }

    private static string WithoutTrailingZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    // Rounding may have left a whole dollar.
    private static string WithCents(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? number : number[..(point + 3)] + number[(point + 3)..].TrimEnd('0');
    }
}
