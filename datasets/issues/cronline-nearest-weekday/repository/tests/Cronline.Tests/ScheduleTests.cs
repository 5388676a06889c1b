using Cronline;
using Xunit;

namespace Cronline.Tests;

public class ScheduleTests
{
    [Fact]
    public void Merges_expressions_in_order()
    {
        var schedule = new Schedule().Include("0 8 * * MON-FRI").Include("0 10 * * SAT");
        Assert.Equal(
            [new DateTime(2026, 1, 2, 8, 0, 0), new DateTime(2026, 1, 3, 10, 0, 0), new DateTime(2026, 1, 5, 8, 0, 0)],
            schedule.Take(new DateTime(2026, 1, 2), 3));
    }

    [Fact]
    public void Skips_excluded_dates()
    {
        var schedule = new Schedule().Include("@daily").Exclude(new DateOnly(2026, 12, 25));
        Assert.Equal(new DateTime(2026, 12, 26), schedule.Next(new DateTime(2026, 12, 24)));
        Assert.False(schedule.IsDue(new DateTime(2026, 12, 25)));
    }

    [Fact]
    public void Empty_schedule_never_fires()
    {
        Assert.Null(new Schedule().Next(new DateTime(2026, 1, 1)));
    }
}
