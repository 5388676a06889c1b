using Cronline;
using Xunit;

namespace Cronline.Tests;

public class NearestWeekdayTests
{
    private static List<DateTime> InYear(string text, int year) =>
        CronExpression.Parse(text)
            .Between(new DateTime(year, 1, 1).AddMinutes(-1), new DateTime(year, 12, 31, 23, 59, 0))
            .ToList();

    [Fact]
    public void First_on_a_saturday_moves_to_monday_the_third()
    {
        // 1 August 2026 is a Saturday.
        var expression = CronExpression.Parse("0 9 1W * *");
        Assert.Equal(new DateTime(2026, 8, 3, 9, 0, 0), expression.Next(new DateTime(2026, 7, 2)));
    }

    [Fact]
    public void First_on_a_saturday_is_not_due_on_the_friday_before()
    {
        var expression = CronExpression.Parse("0 9 1W * *");
        Assert.False(expression.IsDue(new DateTime(2026, 7, 31, 9, 0, 0)));
        Assert.True(expression.IsDue(new DateTime(2026, 8, 3, 9, 0, 0)));
    }

    [Fact]
    public void Last_day_on_a_sunday_moves_to_the_friday_before()
    {
        // 31 May 2026 is a Sunday.
        var expression = CronExpression.Parse("0 0 31W * *");
        Assert.True(expression.IsDue(new DateTime(2026, 5, 29)));
        Assert.False(expression.IsDue(new DateTime(2026, 6, 1)));
    }

    [Fact]
    public void End_of_short_february_on_a_sunday()
    {
        // 28 February 2027 is a Sunday.
        Assert.Equal(
            new DateTime(2027, 2, 26),
            CronExpression.Parse("0 0 28W 2 *").Next(new DateTime(2027, 1, 1)));
    }

    [Fact]
    public void Thirtieth_on_a_sunday_in_a_month_of_thirty_days()
    {
        // 30 June 2024 is a Sunday.
        Assert.Equal(
            new DateTime(2024, 6, 28),
            CronExpression.Parse("0 0 30W 6 *").Next(new DateTime(2024, 1, 1)));
    }

    [Fact]
    public void Fires_exactly_once_in_each_month_of_the_year()
    {
        var hits = InYear("0 0 1W * *", 2026);
        Assert.Equal(Enumerable.Range(1, 12), hits.Select(h => h.Month));
        Assert.All(hits, h => Assert.InRange(h.Day, 1, 3));
    }

    [Fact]
    public void Months_without_the_day_are_skipped()
    {
        Assert.Equal([1, 3, 5, 7, 8, 10, 12], InYear("0 0 31W * *", 2026).Select(h => h.Month));
    }

    [Fact]
    public void Thirtieth_on_a_sunday_may_still_move_to_the_thirty_first()
    {
        // 30 August 2026 is a Sunday and the month has 31 days.
        Assert.Equal(
            new DateTime(2026, 8, 31),
            CronExpression.Parse("0 0 30W 8 *").Next(new DateTime(2026, 8, 1)));
    }

    [Fact]
    public void Second_on_a_saturday_moves_to_friday_the_first()
    {
        // 2 May 2026 is a Saturday.
        Assert.Equal(
            new DateTime(2026, 5, 1),
            CronExpression.Parse("0 0 2W 5 *").Next(new DateTime(2026, 4, 15)));
    }

    [Fact]
    public void First_on_a_sunday_moves_to_monday_the_second()
    {
        // 1 February 2026 is a Sunday.
        Assert.Equal(
            new DateTime(2026, 2, 2),
            CronExpression.Parse("0 0 1W 2 *").Next(new DateTime(2026, 1, 15)));
    }

    [Fact]
    public void Combined_with_plain_days_in_a_list()
    {
        // 1 August 2026 is a Saturday.
        var hits = CronExpression.Parse("0 0 1W,15 8 *")
            .Between(new DateTime(2026, 7, 31).AddMinutes(-1), new DateTime(2026, 8, 31));
        Assert.Equal([new DateTime(2026, 8, 3), new DateTime(2026, 8, 15)], hits);
    }
}
