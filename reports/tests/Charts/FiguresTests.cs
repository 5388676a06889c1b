using CsCheck;
using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Charts;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1, "100%")]
    [InlineData(0.99999, ">99.9%")]
    [InlineData(0.00001, "<0.1%")]
    [InlineData(0.7125, "71.3%")]
    public void Percent_is_whole_only_when_exact(double rate, string expected) => Assert.Equal(expected, Figures.Percent(rate));

    [Theory]
    [InlineData(0.000123456, "$0.000123")]
    [InlineData(0.00066, "$0.000660")]
    [InlineData(1.5, "$1.50")]
    [InlineData(1234.5, "$1,234")]
    [InlineData(0, "$0")]
    public void Money_has_three_significant_digits(double value, string expected) => Assert.Equal(expected, Figures.Usd(value));

    [Theory]
    [InlineData(0.5, "0.500 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(90_000, "1.50 min")]
    public void Durations_take_the_unit_that_fits(double ms, string expected) => Assert.Equal(expected, Figures.Duration(ms));

    [Fact]
    public void Range_writes_a_shared_unit_once()
    {
        Assert.Equal("731–878 ms", Figures.DurationRange(new Estimate(800, 731, 878, 9)));
        Assert.Equal("900 ms – 1.20 s", Figures.DurationRange(new Estimate(1000, 900, 1200, 9)));
        Assert.Equal("$0.00120–0.00150", Figures.UsdRange(new Estimate(0.0013, 0.0012, 0.0015, 9)));
        Assert.Equal("at least $1.00", Figures.UsdRange(new Estimate(2, 1, double.PositiveInfinity, 9)));
    }

    [Fact]
    public void Significant_keeps_the_value_within_half_a_percent() =>
        Gen.Double[-9, 9].Select(exponent => Math.Pow(10, exponent)).Sample(value =>
            Math.Abs(double.Parse(Figures.Significant(value), System.Globalization.CultureInfo.InvariantCulture) - value) <= value * 0.0051);
}
