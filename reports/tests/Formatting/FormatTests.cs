using System.Globalization;
using CsCheck;
using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Formatting;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1, "100%")]
    [InlineData(0.99999, ">99.9%")]
    [InlineData(0.9996, ">99.9%")]
    [InlineData(0.999, "99.9%")]
    [InlineData(0.00001, "<0.1%")]
    [InlineData(-0.00001, "0%")]
    [InlineData(0.7125, "71.3%")]
    [InlineData(1.25, "125.0%")]
    public void Percent_is_whole_only_when_exact(double rate, string expected) => Assert.Equal(expected, Format.Percent(rate));

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1, "100%")]
    [InlineData(0.997, ">99%")]
    [InlineData(0.003, "<1%")]
    [InlineData(0.2, "20%")]
    public void Rough_percent_is_whole_only_when_exact_too(double rate, string expected) =>
        Assert.Equal(expected, Format.RoughPercent(rate));

    [Fact]
    public void A_rate_has_its_unit_behind_the_value_and_once_behind_the_interval()
    {
        Assert.Equal("71.7% [63.1–79.0%]", Format.Rate(new Estimate(0.717, 0.631, 0.79, 120)));
        Assert.Equal(">99.9% [99.0–100.0%]", Format.Rate(new Estimate(0.9996, 0.99, 1, 2500)));
    }

    [Theory]
    [InlineData(0.000123456, "$0.000123", "$0.000123")]
    [InlineData(0.00066, "$0.000660", "$0.00066")]
    [InlineData(0.03, "$0.0300", "$0.03")]
    [InlineData(0.9999, "$1.00", "$1.00")]
    [InlineData(1.5, "$1.50", "$1.50")]
    [InlineData(1234.567, "$1,234.57", "$1,234.57")]
    [InlineData(0, "$0", "$0")]
    public void Money_has_three_significant_digits_and_from_a_dollar_its_cents_and_what_was_paid_no_idle_zeros(
        double value, string measured, string paid)
    {
        Assert.Equal(measured, Format.Usd(value));
        Assert.Equal(paid, Format.Usd((decimal)value));
    }

    [Theory]
    [InlineData(0.5, "0.500 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(12_345, "12.3 s")]
    [InlineData(90_000, "1.50 min")]
    public void Durations_take_the_unit_that_fits(double ms, string expected) => Assert.Equal(expected, Format.Duration(ms));

    [Theory]
    [InlineData(12, "12 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7_500, "2 h 5 min")]
    public void What_takes_long_is_told_as_a_clock_does(int seconds, string expected) =>
        Assert.Equal(expected, Format.Clock(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_is_unknown_is_no_number() =>
        Assert.All([Format.Percent((double?)null), Format.Rate(null), Format.Usd((decimal?)null), Format.Duration((Estimate?)null)],
            text => Assert.Equal(Format.Unknown, text));

    [Fact]
    public void Range_writes_a_shared_unit_once()
    {
        Assert.Equal("731–878 ms", Format.DurationRange(new Estimate(800, 731, 878, 9)));
        Assert.Equal("900 ms – 1.20 s", Format.DurationRange(new Estimate(1000, 900, 1200, 9)));
        Assert.Equal("$0.00120–0.00150", Format.UsdRange(new Estimate(0.0013, 0.0012, 0.0015, 9)));
        Assert.Equal("at least $1.00", Format.UsdRange(new Estimate(2, 1, double.PositiveInfinity, 9)));
    }

    [Fact]
    public void Differences_are_points()
    {
        Assert.Equal("5.8 points", Format.Points(0.058));
        Assert.Equal(("+5.8", "−5.8", "0.0"), (Format.SignedPoints(0.058), Format.SignedPoints(-0.058), Format.SignedPoints(0)));
    }

    [Fact]
    public void Forecasts_have_two_digits_and_say_one_number_once()
    {
        Assert.Equal("1,200 to 57,000", Format.CountForecast(1234, 56_789));
        Assert.Equal("12", Format.CountForecast(12, 12.4));
        Assert.Equal("$0.12 to $3.50", Format.UsdForecast(0.12m, 3.5m));
        Assert.Equal("1 min 0 s to 2 min 5 s", Format.ClockForecast(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(125)));
    }

    [Theory]
    [InlineData(1, "1 task")]
    [InlineData(1200, "1,200 tasks")]
    public void Counts_name_what_they_count(int count, string expected) => Assert.Equal(expected, Format.Count(count, "task"));

    [Fact]
    public void Significant_keeps_the_value_within_half_a_percent() =>
        Gen.Double[-9, 9].Select(exponent => Math.Pow(10, exponent)).Sample(value =>
            Math.Abs(double.Parse(Format.Significant(value), CultureInfo.InvariantCulture) - value) <= value * 0.0051);
}
