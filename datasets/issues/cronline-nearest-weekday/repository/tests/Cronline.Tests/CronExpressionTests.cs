using Cronline;
using Xunit;

namespace Cronline.Tests;

public class CronExpressionTests
{
    private static DateTime? Next(string text, DateTime after) => CronExpression.Parse(text).Next(after);

    [Fact]
    public void Next_is_exclusive()
    {
        Assert.Equal(new DateTime(2026, 1, 2), Next("0 0 * * *", new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Steps_within_an_hour()
    {
        Assert.Equal(new DateTime(2026, 1, 1, 10, 20, 0), Next("5/15 * * * *", new DateTime(2026, 1, 1, 10, 7, 30)));
    }

    [Fact]
    public void Waits_for_leap_day()
    {
        Assert.Equal(new DateTime(2028, 2, 29), Next("0 0 29 2 *", new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Impossible_date_has_no_occurrence()
    {
        Assert.Null(Next("0 0 31 2 *", new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Either_day_field_may_match()
    {
        var hits = CronExpression.Parse("0 0 13 * FRI").Between(new DateTime(2026, 1, 8), new DateTime(2026, 1, 16)).ToList();
        Assert.Equal([new DateTime(2026, 1, 9), new DateTime(2026, 1, 13), new DateTime(2026, 1, 16)], hits);
    }

    [Fact]
    public void Last_day_follows_the_month()
    {
        Assert.Equal(new DateTime(2026, 2, 28), Next("0 0 L 2 *", new DateTime(2026, 1, 1)));
        Assert.Equal(new DateTime(2026, 4, 27), Next("0 0 L-3 4 *", new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Last_weekday_steps_back_over_the_weekend()
    {
        Assert.Equal(new DateTime(2026, 5, 29, 9, 0, 0), Next("0 9 LW * *", new DateTime(2026, 5, 1)));
    }

    [Fact]
    public void Second_and_last_friday()
    {
        Assert.Equal(new DateTime(2026, 5, 8), Next("0 0 ? * FRI#2", new DateTime(2026, 5, 1)));
        Assert.Equal(new DateTime(2026, 5, 29), Next("0 0 ? * FRIL", new DateTime(2026, 5, 1)));
    }

    [Fact]
    public void Nearest_weekday_in_the_middle_of_the_month()
    {
        // 15 August 2026 is a Saturday, 15 November 2026 a Sunday, 15 July 2026 a Wednesday.
        Assert.Equal(new DateTime(2026, 8, 14), Next("0 0 15W 8 *", new DateTime(2026, 1, 1)));
        Assert.Equal(new DateTime(2026, 11, 16), Next("0 0 15W 11 *", new DateTime(2026, 1, 1)));
        Assert.Equal(new DateTime(2026, 7, 15), Next("0 0 15W 7 *", new DateTime(2026, 1, 1)));
    }

    [Fact]
    public void Describes_in_english()
    {
        Assert.Equal(
            "at 09:00, on the weekday nearest to the 1st of the month, in March",
            CronExpression.Parse("0 9 1W 3 *").Describe());
    }
}
