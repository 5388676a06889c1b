using Cronline;
using Xunit;

namespace Cronline.Tests;

public class CronParserTests
{
    [Fact]
    public void Rejects_wrong_number_of_fields()
    {
        Assert.Throws<CronFormatException>(() => CronExpression.Parse("0 0 * *"));
    }

    [Fact]
    public void Names_the_offending_field()
    {
        var error = Assert.Throws<CronFormatException>(() => CronExpression.Parse("0 24 * * *"));
        Assert.Equal("hour", error.Field);
    }

    [Fact]
    public void Rejects_backward_ranges_and_zero_steps()
    {
        Assert.False(CronExpression.TryParse("30-10 * * * *", out _));
        Assert.False(CronExpression.TryParse("*/0 * * * *", out _));
    }

    [Fact]
    public void Reads_month_and_day_names()
    {
        var expression = CronExpression.Parse("0 6 * mar Sun");
        Assert.Equal(new DateTime(2026, 3, 1, 6, 0, 0), expression.Next(new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Expands_shorthands()
    {
        Assert.Equal(new DateTime(2027, 1, 1), CronExpression.Parse("@yearly").Next(new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Rejects_day_zero_with_weekday_suffix()
    {
        Assert.False(CronExpression.TryParse("0 0 0W * *", out _));
    }
}
